package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.OverlapMerge;
import io.github.chthosting.couchdb.internal.shards.Reshape;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.StepRunner;
import java.time.Duration;

/**
 * Carries out the plans of {@link ShardPlans}, {@link NodePlans} and {@link ReshardPlans} while the
 * databases are in use. Each step looks at the cluster before it does anything, may be run again
 * after it was killed, and can be taken back until it is done, where it says so. Thread-safe.
 *
 * <pre>{@code
 * plan.apply(Journal.in(folder), ClusterChanges.on(couch)).await();
 * }</pre>
 *
 * <p>Needs an administrator and CouchDB 3.0 or later. Give {@code couch} the addresses of all
 * nodes: then each is asked itself.
 */
public final class ClusterChanges implements StepRunner {
  private final CouchDb couch;
  private final ShardMoves moves;
  private final Duration patience;
  private final Duration splitting;

  private ClusterChanges(CouchDb couch, ShardMoves moves, Duration patience, Duration splitting) {
    this.couch = couch;
    this.moves = moves;
    this.patience = patience;
    this.splitting = splitting;
  }

  /** Changes of this cluster. Sends nothing. */
  public static ClusterChanges on(CouchDb couch) {
    return new ClusterChanges(
        couch, ShardMoves.on(couch), Duration.ofMinutes(2), Duration.ofHours(24));
  }

  /** Moves shards so: with other limits. */
  public ClusterChanges moving(ShardMoves how) {
    return new ClusterChanges(couch, how, patience, splitting);
  }

  /** How long nodes may take to hear of a change of maps or members. Default 2 minutes. */
  public ClusterChanges patience(Duration limit) {
    return new ClusterChanges(couch, moves.patience(limit), limit, splitting);
  }

  /** How long one round of splitting may take. Default 24 hours. */
  public ClusterChanges splitting(Duration limit) {
    return new ClusterChanges(couch, moves, patience, limit);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    part(step, context).run(step, marks, context);
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {
    part(step, context).rollBack(step, marks, context);
  }

  /** Who knows how to do it. */
  private Part part(Step step, WorkContext context) {
    String action = step.action();
    if (action.equals(Reshape.ACTION)) {
      return Part.of(moves::run, moves::rollBack);
    }
    if (action.equals(OverlapMerge.ACTION)) {
      return Part.of(
          (s, marks, c) -> merge(s, marks, c).run(),
          (s, marks, c) -> merge(s, marks, c).rollBack());
    }
    if (MapChanges.ACTIONS.contains(action)) {
      MapChanges changes = new MapChanges(Wire.of(couch), step, patience, context);
      return Part.of((s, marks, c) -> changes.run(marks), (s, marks, c) -> changes.rollBack(marks));
    }
    if (action.equals(NodePlans.RENAME)) {
      NodeRename rename = new NodeRename(Wire.of(couch), step, patience, context);
      return Part.of((s, marks, c) -> rename.run(marks), (s, marks, c) -> rename.rollBack(marks));
    }
    if (action.equals(ReshardPlans.SPLIT)) {
      return Part.of(
          (s, marks, c) -> new ShardSplit(couch, s, splitting, marks, c).run(),
          (s, marks, c) -> new ShardSplit(couch, s, splitting, marks, c).rollBack());
    }
    if (DatabaseRebuild.ACTIONS.contains(action)) {
      return Part.of(
          (s, marks, c) -> new DatabaseRebuild(couch, s, marks, c).run(),
          (s, marks, c) -> new DatabaseRebuild(couch, s, marks, c).rollBack());
    }
    NodeChanges changes = new NodeChanges(couch, step, patience, context);
    return Part.of((s, marks, c) -> changes.run(marks), (s, marks, c) -> changes.rollBack(marks));
  }

  private OverlapMerge merge(Step step, Marks marks, WorkContext context) {
    return new OverlapMerge(Wire.of(couch), step, patience, moves.quiet(), marks, context);
  }

  /** Both directions of one kind of step. */
  private record Part(Work forth, Work back) {
    static Part of(Work forth, Work back) {
      return new Part(forth, back);
    }

    void run(Step step, Marks marks, WorkContext context) {
      forth.go(step, marks, context);
    }

    void rollBack(Step step, Marks marks, WorkContext context) {
      back.go(step, marks, context);
    }
  }

  private interface Work {
    void go(Step step, Marks marks, WorkContext context);
  }
}
