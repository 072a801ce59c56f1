package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.State;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.Waiting;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The copies of a database by their counts, looked at for some seconds where they do not have as
 * much. A copy that lags has as much then as any had at first; one that has not, lacks something.
 *
 * @param first what was seen at first
 * @param last what was seen in the end
 */
public record SettledCopies(DatabaseCopies first, DatabaseCopies last) {
  private static final int LOOKS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  /** Looks at them; empty where each range has one copy. */
  public static Optional<SettledCopies> of(Wire wire, String database) {
    return several(wire, database).map(first -> settled(wire, first));
  }

  private static SettledCopies settled(Wire wire, DatabaseCopies first) {
    SettledCopies copies = new SettledCopies(first, first);
    for (int look = 1; look < LOOKS && copies.isBehind(); look++) {
      Waiting.pause(FIRST_PAUSE.multipliedBy(1L << look), "compare copies of " + first.database());
      copies = new SettledCopies(first, DatabaseCopies.read(wire, first.database()));
    }
    return copies;
  }

  /** Reads all copies once; empty where each range has one copy. */
  public static Optional<DatabaseCopies> several(Wire wire, String database) {
    JsonNode ranges = wire.json(Call.of("GET", database, "_shards")).path("shards");
    boolean several = ranges.valueStream().anyMatch(nodes -> nodes.size() > 1);
    return several ? Optional.of(DatabaseCopies.read(wire, database)) : Optional.empty();
  }

  /** Returns whether a copy lacks documents that another has. */
  public boolean isBehind() {
    return !behind().isEmpty();
  }

  /** Returns the ranges of which a copy lacks documents that another has, or has no file. */
  public List<Range> behind() {
    Map<ShardRange, Long> wanted = new HashMap<>();
    first.ranges().forEach(range -> wanted.put(range.range(), rows(range)));
    return last.ranges().stream()
        .filter(
            range -> isBehind(range, Math.min(rows(range), wanted.getOrDefault(range.range(), 0L))))
        .toList();
  }

  private static long rows(Range range) {
    return range.fullest().map(Copy::rows).orElse(0L);
  }

  private static boolean isBehind(Range range, long wanted) {
    return range.copies().stream()
        .anyMatch(
            copy -> copy.info().isPresent() ? copy.rows() < wanted : copy.state() == State.NO_FILE);
  }
}
