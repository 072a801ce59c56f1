package io.github.chthosting.couchdb.internal.shards;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares the leaf revisions of two files, in memory that does not grow with them: {@link
 * PartSums} of both, then the ids of those parts that differ. Once both were found to have the
 * same, only what changed after that is asked for. Not thread-safe.
 */
public final class Comparison {
  private final ShardFile left;
  private final ShardFile right;
  private @Nullable Base base;
  private @Nullable Base reached;

  public Comparison(ShardFile left, ShardFile right) {
    this.left = left;
    this.right = right;
  }

  /** Each had all that the other had up to here. */
  private record Base(Position left, Position right) {}

  /** A place in a file, and what tells that it is still the same file, with nothing purged. */
  private record Position(String uuid, long purges, long sequence) {
    static Position of(ShardFile.Info info, long sequence) {
      return new Position(info.uuid(), info.purgeSequence(), sequence);
    }

    boolean isOf(ShardFile.Info now) {
      return uuid.equals(now.uuid())
          && purges == now.purgeSequence()
          && sequence <= now.updateSequence();
    }
  }

  /**
   * Leaf revisions that one file has and the other has never seen.
   *
   * @param notInRight by id
   * @param notInLeft by id
   */
  public record Difference(
      Map<String, List<String>> notInRight, Map<String, List<String>> notInLeft) {

    /** Returns whether both have the same. */
    public boolean isNone() {
      return notInRight.isEmpty() && notInLeft.isEmpty();
    }
  }

  /**
   * Compares the right file with sums of the left one, taken while all of it was read and written
   * to the right one, which nobody else writes to. If they are the same, {@link #run} begins there.
   *
   * @param before what the left file said of itself before it was read
   * @param sequence of the left file, up to which it was read
   */
  void copied(PartSums lefts, ShardFile.Info before, long sequence) {
    ShardFile.Info info = right.requireInfo();
    PartSums rights = new PartSums();
    long end = read(right, rights);
    boolean same = lefts.isSame(rights);
    base = same ? new Base(Position.of(before, sequence), Position.of(info, end)) : null;
  }

  /**
   * Compares: all of both files, or what changed since both were found the same. What is written
   * meanwhile may show as a difference.
   */
  public Difference run() {
    ShardFile.Info leftNow = left.requireInfo();
    ShardFile.Info rightNow = right.requireInfo();
    Base known = base;
    Both both =
        known != null && known.left().isOf(leftNow) && known.right().isOf(rightNow)
            ? changes(known.left().sequence(), known.right().sequence(), id -> true)
            : whole();
    reached = new Base(Position.of(leftNow, both.left()), Position.of(rightNow, both.right()));
    if (both.difference().isNone()) {
      settled();
    }
    return both.difference();
  }

  /**
   * Settles what the last {@link #run} found, as it is no longer missing: the next one begins where
   * it ended.
   */
  void settled() {
    base = reached;
  }

  /** A difference, and how far the files were read. */
  private record Both(Difference difference, long left, long right) {}

  private Both changes(long leftSince, long rightSince, Predicate<String> ids) {
    MissingRevisions toRight = MissingRevisions.of(left, leftSince, ids, right);
    MissingRevisions toLeft = MissingRevisions.of(right, rightSince, ids, left);
    return new Both(
        new Difference(toRight.revisions(), toLeft.revisions()),
        toRight.sequence(),
        toLeft.sequence());
  }

  private Both whole() {
    PartSums lefts = new PartSums();
    PartSums rights = new PartSums();
    long leftReached = read(left, lefts);
    long rightReached = read(right, rights);
    Difference difference =
        lefts.isSame(rights)
            ? new Difference(Map.of(), Map.of())
            : changes(0, 0, id -> !lefts.isSame(rights, id)).difference();
    return new Both(difference, leftReached, rightReached);
  }

  private static long read(ShardFile file, PartSums sums) {
    try (Feed feed = Feed.of(file, 0, false)) {
      for (FeedRow row = feed.next(); row != null; row = feed.next()) {
        sums.add(row);
      }
      return feed.lastSequence();
    }
  }
}
