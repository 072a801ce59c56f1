package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.internal.rows.IdHash;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Brings what one file holds of a part of the hashes into another that is in use. Nothing is taken
 * from either. Not thread-safe.
 */
final class RangeTransfer {
  private static final int ROUNDS = 20;

  private final ShardFile from;
  private final ShardFile to;
  private final Part part;
  private final String label;
  private final Marks marks;
  private final WorkContext context;
  private final Copier copier;

  /** The ids that are meant. */
  record Part(ShardRange range, boolean partitioned) {
    boolean has(String id) {
      return range.contains(IdHash.of(id, partitioned));
    }
  }

  RangeTransfer(
      ShardFile from, ShardFile to, Part part, String label, Marks marks, WorkContext context) {
    this.from = from;
    this.to = to;
    this.part = part;
    this.label = "copied:" + label;
    this.marks = marks;
    this.context = context;
    this.copier = Copier.ofSome(from, to, part::has, context);
  }

  /** Copies what the other has never seen, from where it was. */
  void fill() {
    long since = Long.parseLong(marks.all().getOrDefault(label, "0"));
    long reached = copier.pass(since, true, this::reached);
    copier.requireAllTaken();
    if (reached > since) {
      reached(reached);
    }
    LocalDocuments.copySome(from, to, part::has);
  }

  private void reached(long sequence) {
    marks.put(label, Long.toString(sequence));
  }

  /**
   * Reads all of it again: returns when the other has seen every leaf.
   *
   * @throws VerificationFailedException if it does not come to that
   */
  void prove() {
    Map<String, List<String>> missing = missing();
    for (int round = 0; !missing.isEmpty(); round++) {
      context.checkCancelled();
      if (round == ROUNDS) {
        throw new VerificationFailedException(
            "merge of " + from,
            "%d documents of %s are not in %s, after %d rounds. No file was removed: resume"
                .formatted(missing.size(), from, to, ROUNDS),
            null);
      }
      missing.forEach((id, revisions) -> revisions.forEach(rev -> copier.one(id, rev)));
      copier.requireAllTaken();
      missing = missing();
    }
  }

  private Map<String, List<String>> missing() {
    return MissingRevisions.of(from, 0, part::has, to).revisions();
  }

  /** Copies what was still written to the source after it left the map, until it stays quiet. */
  void sweep(Duration quiet) {
    long before;
    long now = from.requireInfo().updateSequence();
    do {
      before = now;
      fill();
      Waiting.pause(quiet, "shard move");
      now = from.requireInfo().updateSequence();
    } while (now != before);
    prove();
  }
}
