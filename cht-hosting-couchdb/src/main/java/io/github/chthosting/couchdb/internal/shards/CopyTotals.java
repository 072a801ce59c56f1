package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.State;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.http.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Documents of a database, deleted ones included, by all copies of each range: {@code GET /{db}}
 * counts one copy of each, whichever answers.
 *
 * @param most of the fullest copies
 * @param deleted those of them that are deleted
 * @param least of the emptiest copies; one that could not be read has none
 * @param unread copies whose node does not answer or has no file of it
 */
public record CopyTotals(long most, long deleted, long least, List<String> unread) {
  public CopyTotals {
    unread = List.copyOf(unread);
  }

  /** Counts; as the database does where each range has one copy, or copies are not shown. */
  public static CopyTotals of(Wire wire, String database) {
    return copies(wire, database)
        .map(CopyTotals::of)
        .orElseGet(() -> of(DatabaseInfo.of(wire.json(Call.of("GET", database)))));
  }

  private static Optional<DatabaseCopies> copies(Wire wire, String database) {
    try {
      return SettledCopies.several(wire, database);
    } catch (AccessDeniedException | CouchDbException e) {
      // No administrator, no cluster, or CouchDB 2.
      return Optional.empty();
    }
  }

  /** Counts of all copies that were read. */
  public static CopyTotals of(DatabaseCopies copies) {
    long least =
        copies.ranges().stream()
            .mapToLong(range -> range.copies().stream().mapToLong(Copy::rows).min().orElse(0))
            .sum();
    long deleted =
        copies.ranges().stream()
            .flatMap(range -> range.fullest().stream())
            .flatMap(copy -> copy.info().stream())
            .mapToLong(ShardFile.Info::deleted)
            .sum();
    return new CopyTotals(copies.rows(), deleted, least, unread(copies));
  }

  /** Counts of a database that has one copy of each range. */
  public static CopyTotals of(DatabaseInfo info) {
    long rows = info.documents() + info.deleted();
    return new CopyTotals(rows, info.deleted(), rows, List.of());
  }

  private static List<String> unread(DatabaseCopies copies) {
    return copies.ranges().stream()
        .flatMap(range -> range.copies().stream().filter(CopyTotals::isUnread).map(text(range)))
        .toList();
  }

  private static boolean isUnread(Copy copy) {
    return copy.state() == State.AWAY || copy.state() == State.NO_FILE;
  }

  private static Function<Copy, String> text(Range range) {
    return copy -> range.range() + " on " + copy;
  }

  /** Returns whether no copy that could be read has any. */
  public boolean isEmpty() {
    return most == 0;
  }

  /** Returns whether no copy has any: to be asked before a database is deleted as untouched. */
  public boolean isSurelyEmpty() {
    return most == 0 && unread.isEmpty();
  }
}
