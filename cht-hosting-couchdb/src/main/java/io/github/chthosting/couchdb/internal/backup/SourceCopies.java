package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import io.github.chthosting.couchdb.internal.shards.SettledCopies;
import io.github.chthosting.couchdb.server.CouchDbException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The copies of a database that is to be read, judged by their counts. One that lags has as much
 * some seconds later as any had at first; one that has not, lacks something. Empty where each range
 * has one copy, and where the server or the user's rights do not show them.
 */
final class SourceCopies {
  private final DatabaseWire database;
  private final Optional<SettledCopies> copies;

  private SourceCopies(DatabaseWire database, Optional<SettledCopies> copies) {
    this.database = database;
    this.copies = copies;
  }

  /** Looks at them, for some seconds where they do not have as much. */
  static SourceCopies of(DatabaseWire database) {
    return new SourceCopies(
        database, shown(() -> SettledCopies.of(database.wire(), database.name())));
  }

  /**
   * The copies; empty without an administrator, a cluster, or CouchDB 3: then the counts of the
   * database have to do.
   */
  private static <T> Optional<T> shown(Supplier<Optional<T>> copies) {
    try {
      return copies.get();
    } catch (AccessDeniedException | CouchDbException e) {
      return Optional.empty();
    }
  }

  /** Returns whether a copy lacks documents that another has. */
  boolean areBehind() {
    return copies.filter(SettledCopies::isBehind).isPresent();
  }

  List<Range> ranges() {
    return copies.map(found -> found.last().ranges()).orElse(List.of());
  }

  /**
   * The ranges of which so few copies could be read that none of them need have what was
   * acknowledged: CouchDB waits for a majority of the copies. Empty if there are none.
   */
  String unread() {
    List<String> unread =
        ranges().stream()
            .filter(range -> 2 * read(range) < range.copies().size())
            .map(Range::toString)
            .toList();
    return String.join(" | ", unread);
  }

  private static long read(Range range) {
    return range.copies().stream().filter(copy -> copy.info().isPresent()).count();
  }

  /** Documents of the fullest copies at first, deleted ones included. */
  long rows() {
    return copies.map(found -> found.first().rows()).orElse(0L);
  }

  /** The same now. */
  long rowsNow() {
    return shown(() -> SettledCopies.several(database.wire(), database.name()))
        .map(DatabaseCopies::rows)
        .orElse(0L);
  }

  @Override
  public String toString() {
    return copies
        .map(all -> String.join(" | ", ranges().stream().map(Range::toString).toList()))
        .orElse("not shown to this user, or one of each range");
  }
}
