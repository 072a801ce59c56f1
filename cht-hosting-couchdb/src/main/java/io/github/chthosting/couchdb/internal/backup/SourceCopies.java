package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.shards.ShardRange;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The copies of a database that is to be read, judged by their counts. One that lags has as much
 * some seconds later as any had at first; one that has not, lacks something. Empty where each range
 * has one copy, and where the server or the user's rights do not show them.
 */
final class SourceCopies {
  private static final int LOOKS = 4;

  private final DatabaseWire database;
  private final Optional<DatabaseCopies> first;
  private final Optional<DatabaseCopies> last;
  private final boolean behind;

  private SourceCopies(
      DatabaseWire database,
      Optional<DatabaseCopies> first,
      Optional<DatabaseCopies> last,
      boolean behind) {
    this.database = database;
    this.first = first;
    this.last = last;
    this.behind = behind;
  }

  /** Looks at them, for some seconds where they do not have as much. */
  static SourceCopies of(DatabaseWire database) throws IOException {
    Optional<DatabaseCopies> first = look(database);
    Map<ShardRange, Long> wanted = new HashMap<>();
    first.ifPresent(all -> all.ranges().forEach(one -> wanted.put(one.range(), rows(one))));
    Optional<DatabaseCopies> now = first;
    boolean behind = isBehind(now, wanted);
    for (int look = 1; look <= LOOKS && behind; look++) {
      Pauses.before(look);
      now = look(database);
      behind = isBehind(now, wanted);
    }
    return new SourceCopies(database, first, now, behind);
  }

  private static Optional<DatabaseCopies> look(DatabaseWire database) {
    try {
      for (JsonNode nodes : database.get("_shards").path("shards")) {
        if (nodes.size() > 1) {
          return Optional.of(DatabaseCopies.read(database.wire(), database.name()));
        }
      }
    } catch (AccessDeniedException | CouchDbException e) {
      // No administrator, no cluster, or CouchDB 2: what the database counts must do.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean isBehind(Optional<DatabaseCopies> now, Map<ShardRange, Long> wanted) {
    return now.stream()
        .flatMap(all -> all.ranges().stream())
        .anyMatch(
            range ->
                range.copies().stream()
                    .filter(copy -> copy.info().isPresent())
                    .anyMatch(copy -> copy.rows() < wanted.getOrDefault(range.range(), 0L)));
  }

  private static long rows(Range range) {
    return range.fullest().map(Copy::rows).orElse(0L);
  }

  /** Returns whether a copy lacks documents that another has. */
  boolean areBehind() {
    return behind;
  }

  List<Range> ranges() {
    return last.map(DatabaseCopies::ranges).orElse(List.of());
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
    return first.map(DatabaseCopies::rows).orElse(0L);
  }

  /** The same now. */
  long rowsNow() {
    return look(database).map(DatabaseCopies::rows).orElse(0L);
  }

  @Override
  public String toString() {
    return last.map(all -> String.join(" | ", all.ranges().stream().map(Range::toString).toList()))
        .orElse("not shown to this user, or one of each range");
  }
}
