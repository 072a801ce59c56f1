package io.github.chthosting.couchdb.internal.verify;

import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.internal.backup.DatabaseReader;
import io.github.chthosting.couchdb.internal.backup.DatabaseWire;
import io.github.chthosting.couchdb.internal.backup.LeafSink;
import io.github.chthosting.couchdb.internal.backup.Tally;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares every leaf of two places, with its history, content and the digests of its attachments,
 * in both directions. Both are read once, and once more if they differ, to say where. Memory does
 * not grow with them.
 */
public final class LeafComparison {
  private final Side first;
  private final Side second;
  private final Unknown unknown;

  /** A place that has leaves. */
  public interface Side {
    /** Gives each leaf, valid until {@code taker} returns. */
    void read(Consumer<Leaf> taker) throws IOException;
  }

  /**
   * The result of a comparison.
   *
   * @param leaves of both sides
   * @param differences at least
   */
  public record Found(long leaves, long differences) {}

  /** Says which of some revisions by id the second place does not know, not even as replaced. */
  public interface Unknown {
    Map<String, Set<String>> of(Map<String, List<String>> revisions);
  }

  /** A comparison in which any leaf that the second side does not have is missing there. */
  public LeafComparison(Side first, Side second) {
    this(first, second, LeafComparison::all);
  }

  public LeafComparison(Side first, Side second, Unknown unknown) {
    this.first = first;
    this.second = second;
    this.unknown = unknown;
  }

  private static Map<String, Set<String>> all(Map<String, List<String>> revisions) {
    Map<String, Set<String>> all = new HashMap<>();
    revisions.forEach((id, revs) -> all.put(id, Set.copyOf(revs)));
    return all;
  }

  /** A live database, of which all copies were proven to hold the same. */
  public static Side live(DatabaseWire database) {
    return taker -> {
      DatabaseInfo info = DatabaseInfo.of(database.info());
      DatabaseReader.ofProven(database).read(info, any -> sink(taker), new Tally());
    };
  }

  private static LeafSink sink(Consumer<Leaf> taker) {
    Leaf leaf = new Leaf();
    return (bytes, start, end, mayBeAttached, mayHaveControls) -> {
      leaf.read(bytes, start, end);
      taker.accept(leaf);
    };
  }

  /**
   * Adds the first differences to {@code listed}: what only the first has is missing, what only the
   * second has is extra.
   */
  public Found compare(String name, List<Difference> listed) throws IOException {
    Sums sums = new Sums();
    first.read(sums::add);
    second.read(sums::subtract);
    Details details = new Details(sums);
    if (details.isEmpty()) {
      return new Found(sums.total(), 0);
    }
    first.read(details::ofBackup);
    second.read(details::ofLive);
    return new Found(sums.total(), details.compare(name, unknown.of(details.gone()), listed));
  }
}
