package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One copy in the making: a file on the target that follows a file on the source. Each method goes
 * on from what the marks say. Not thread-safe.
 */
final class RangeCopy {
  /** The mark of a label's file: by whom it is filled. */
  static final String CREATING = "creating:";

  /** Fewer changes than this are copied in a few milliseconds. */
  private static final int SMALL_GAP = 20;

  private static final int PASSES = 50;
  private static final int ROUNDS = 20;

  private final ShardFile source;
  private final ShardFile target;
  private final String label;
  private final Marks marks;
  private final WorkContext context;
  private final Copier copier;
  private final Comparison comparison;
  private final PurgesLimit purges;
  private final InternalReplication rest;
  private final SyncHistory back;
  private final SyncHistory forth;
  private long copied;
  private long swept = -1;

  private RangeCopy(
      ShardFile source, ShardFile target, String label, Tools tools, SyncHistory[] histories) {
    this.source = source;
    this.target = target;
    this.label = label;
    this.marks = tools.marks();
    this.context = tools.context();
    this.copier = new Copier(source, target, tools.database(), tools.pace(), tools.context());
    this.comparison = new Comparison(source, target);
    this.purges = new PurgesLimit(source.wire(), tools.database(), marks);
    this.rest = new InternalReplication(source.wire(), tools.database(), label, marks);
    this.back = histories[0];
    this.forth = histories[1];
    this.copied = Long.parseLong(marks.all().getOrDefault("copied:" + label, "0"));
  }

  /** The tools that all copies of one run share. */
  record Tools(String database, Pace pace, Marks marks, WorkContext context) {}

  /**
   * Finds the target's file, or creates it.
   *
   * @throws HostingException if there is a file that is not of our making: it may hold what is
   *     nowhere else
   */
  static RangeCopy open(ShardFile source, ShardFile target, String label, Tools tools) {
    Map<String, String> known = tools.marks().all();
    Optional<ShardFile.Info> there = target.info();
    if (there.isEmpty() || isBegun(target, there.get(), known.containsKey(CREATING + label))) {
      WorkMark mark = WorkMark.begin("move of " + label + " of " + tools.database(), label);
      // Before there is a file: one of an earlier start, deleted since, may have been filled.
      tools.marks().put("copied:" + label, "0");
      tools.marks().put(CREATING + label, mark.by());
      target.create(mark);
    } else if (!isOwn(target, known.getOrDefault(CREATING + label, ""))) {
      throw leftOver(target);
    }
    if (!known.containsKey("purges:" + label)) {
      long purges = source.requireInfo().purgeSequence();
      tools.marks().put("purges:" + label, Long.toString(purges));
    }
    return between(source, target, label, tools);
  }

  /** Returns whether this plan was killed when it had created the file, and not yet marked it. */
  private static boolean isBegun(ShardFile target, ShardFile.Info there, boolean creating) {
    return creating && there.isEmpty() && target.mark().isEmpty();
  }

  /** Returns whether a file is that which this plan created. Earlier versions marked none. */
  private static boolean isOwn(ShardFile target, String by) {
    return target.mark().map(mark -> mark.by().equals(by)).orElse(by.equals("yes"));
  }

  /** Two files that are both there. */
  static RangeCopy between(ShardFile source, ShardFile target, String label, Tools tools) {
    ShardFile.Info from = source.requireInfo();
    ShardFile.Info to = target.requireInfo();
    SyncHistory[] histories = {
      new SyncHistory(target, to, source, from), new SyncHistory(source, from, target, to)
    };
    histories[0].load();
    histories[1].load();
    return new RangeCopy(source, target, label, tools, histories);
  }

  private static HostingException leftOver(ShardFile target) {
    String operation = "copy to " + target;
    return new HostingException(
        operation,
        operation
            + ": there is a file already, which is not in the map and not of this plan. It may hold"
            + " documents that are nowhere else: compare it, then delete it. Nothing was changed.",
        false,
        null);
  }

  /** Copies until next to nothing is left. The target is not in the map yet. */
  void fill() {
    target.takeSettings(source);
    purges.note();
    for (int pass = 0; pass < PASSES; pass++) {
      if (copied == 0) {
        firstPass();
      } else {
        pass();
      }
      if (source.requireInfo().updateSequence() - copied < SMALL_GAP) {
        break;
      }
    }
    dropPurged();
    LocalDocuments.copy(source, target, true);
    rest.note(copier.refused());
    histories();
  }

  /** Copies all, and compares it with what arrived. */
  private void firstPass() {
    ShardFile.Info before = source.requireInfo();
    PartSums sums = new PartSums();
    copied = copier.pass(0, false, this::reached, sums::add);
    reached(copied);
    comparison.copied(sums, before, copied);
  }

  /** Copies what changed since the last pass. */
  void pass() {
    copied = copier.pass(copied, true, this::reached);
    reached(copied);
  }

  private void reached(long sequence) {
    ShardFile.Info now = target.requireInfo();
    back.add(now.updateSequence(), sequence);
    forth.add(sequence, now.updateSequence());
    if (sequence > copied) {
      copied = sequence;
      marks.put("copied:" + label, Long.toString(sequence));
    }
  }

  /** Purges in the copy what the source has purged since it was copied. */
  private void dropPurged() {
    long before = Long.parseLong(marks.all().getOrDefault("purges:" + label, "0"));
    if (source.requireInfo().purgeSequence() != before) {
      Map<String, List<String>> extra = comparison.run().notInLeft();
      if (!extra.isEmpty()) {
        target.purge(extra);
      }
    }
  }

  /**
   * Writes down how far each has the other, so that internal replication goes on from there. Not
   * where something was left to it: then it begins at the beginning.
   */
  private void histories() {
    back.save();
    if (rest.isNone()) {
      forth.save();
    }
  }

  /**
   * Proves that both files have the same revisions, while both are written to: what one has and the
   * other has never seen is copied over, until nothing is left.
   *
   * @throws VerificationFailedException if it does not end
   */
  void settle() {
    purges.restore();
    for (int round = 0; round < ROUNDS; round++) {
      context.checkCancelled();
      pass();
      LocalDocuments.copy(source, target, false);
      Comparison.Difference difference = comparison.run();
      if (gone(difference.notInRight(), target) && gone(difference.notInLeft(), source)) {
        comparison.settled();
        return;
      }
      difference.notInLeft().forEach(this::give);
      rest.note(copier.refused());
      rest.await();
    }
    throw new VerificationFailedException(
        "compare " + source + " with " + target.node(),
        "%s and its copy on %s still differ after %d rounds. Both are in the map; nothing was removed. %s"
            .formatted(source, target.node(), ROUNDS, rest),
        null);
  }

  /** Returns whether what was missing a moment ago is there by now. */
  private static boolean gone(Map<String, List<String>> missing, ShardFile file) {
    return MissingRevisions.ask(file, missing).isEmpty();
  }

  private void give(String id, List<String> revisions) {
    Copier home = new Copier(/* source= */ target, /* target= */ source, "", new Pace(0), context);
    revisions.forEach(rev -> home.one(id, rev));
    home.requireAllTaken();
  }

  /** Copies what was still written to the source; called after the source has left the map. */
  void sweep() {
    swept = source.requireInfo().updateSequence();
    pass();
    LocalDocuments.copy(source, target, false);
  }

  /** Returns whether the source has not changed since the last sweep began. */
  boolean isQuiet() {
    return source.requireInfo().updateSequence() == swept;
  }

  /**
   * Requires that the last sweep has brought everything over.
   *
   * @throws VerificationFailedException if the target has not all that the source has
   */
  void requireSwept() {
    requireAllIn(comparison.run().notInRight(), source, target);
  }

  /** The same the other way round: the target has left the map, and the source stays. */
  void sweepBack(Duration quiet) {
    long before;
    long now = target.requireInfo().updateSequence();
    do {
      before = now;
      comparison.run().notInLeft().forEach(this::give);
      LocalDocuments.copy(/* source= */ target, /* target= */ source, false);
      Waiting.pause(quiet, "shard move");
      now = target.requireInfo().updateSequence();
    } while (now != before);
    requireAllIn(comparison.run().notInLeft(), target, source);
  }

  private static void requireAllIn(
      Map<String, List<String>> missing, ShardFile left, ShardFile stays) {
    if (!gone(missing, stays)) {
      throw new VerificationFailedException(
          "sweep of " + left,
          "%s has left the map and holds %d documents that %s does not have. Its file was not removed: "
                  .formatted(left, missing.size(), stays.node())
              + "resume.",
          null);
    }
  }

  ShardFile source() {
    return source;
  }

  ShardFile target() {
    return target;
  }

  /** The source's sequence up to which all is copied. */
  long copied() {
    return copied;
  }

  long bytes() {
    return copier.bytes();
  }
}
