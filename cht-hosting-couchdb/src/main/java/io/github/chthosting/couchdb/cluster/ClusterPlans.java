package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.MergeRanges;
import io.github.chthosting.couchdb.internal.shards.MoveSettings;
import io.github.chthosting.couchdb.internal.shards.MoveShards;
import io.github.chthosting.couchdb.internal.shards.Pace;
import io.github.chthosting.couchdb.internal.shards.RangeMerger;
import io.github.chthosting.couchdb.internal.shards.ShardMover;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.StepHandlers;
import java.time.Duration;

/**
 * Plans changes of one cluster and carries them out while its databases are in use. Each step looks
 * at the cluster before it does anything, may be run again after it was killed, and can be taken
 * back until it is done, where it says so. Thread-safe; the planners that it gives are not.
 *
 * <pre>{@code
 * ClusterPlans plans = Cluster.of(couch).plans();
 * Plan plan = plans.shards().rebalance(Balance.BYTES);
 * System.out.println(plan);
 * plan.apply(journal).await();
 * }</pre>
 *
 * <p>Shards are moved so: a copy is filled before it enters the map; it enters when every node can
 * be told; it is proven equal before the old one leaves; what was written to the old one meanwhile
 * is brought home; tokens of {@code _changes} from before go on. {@code docs/shards.md} says how.
 * Files of copies that left are deleted only where the plan says so.
 *
 * <p>Needs an administrator and CouchDB 3.0 or later. Give the client the addresses of all nodes:
 * then each is asked itself whether it has a new map.
 */
public final class ClusterPlans {
  private final CouchDb couch;
  private final StepHandlers steps;

  private ClusterPlans(Builder settings) {
    this.couch = settings.couch;
    this.steps = settings.steps();
  }

  /** Returns a builder of plans for the cluster that {@code couch} is a client of. */
  public static Builder builder(CouchDb couch) {
    return new Builder(couch);
  }

  /** Reads the layout, with what each copy holds, and plans where shards lie. */
  public ShardPlanner shards() {
    return shards(ClusterLayout.measured(couch));
  }

  /** Plans where shards lie, from a layout of this cluster that was read before. */
  public ShardPlanner shards(ClusterLayout layout) {
    return ShardPlanner.of(layout).carriedOutBy(steps);
  }

  /** Reads the layout, and plans what becomes of nodes. */
  public NodePlanner nodes() {
    return nodes(ClusterLayout.of(couch));
  }

  /** Plans what becomes of nodes, from a layout of this cluster that was read before. */
  public NodePlanner nodes(ClusterLayout layout) {
    return NodePlanner.of(layout).carriedOutBy(steps);
  }

  /** Reads the layout, and plans how many ranges databases have. */
  public ReshardPlanner ranges() {
    return ranges(ClusterLayout.of(couch));
  }

  /** Plans how many ranges databases have, from a layout of this cluster that was read before. */
  public ReshardPlanner ranges(ClusterLayout layout) {
    return ReshardPlanner.of(layout).carriedOutBy(steps);
  }

  /**
   * Goes on with a plan that was cut; returns 0 at once if there is none.
   *
   * @return the number of steps done now
   * @throws PlanRefusedException if the journal holds a plan of something else
   */
  public Operation<Integer> resume(Journal journal) {
    return journal.resume(steps);
  }

  /**
   * Takes back the step that was cut, and gives its plan up. A move that has taken a copy out of
   * the map already refuses with a {@link PlanRefusedException}: resume it then.
   *
   * @return whether there was something to give up
   * @throws PlanRefusedException if the journal holds a plan of something else
   */
  public Operation<Boolean> rollBack(Journal journal) {
    return journal.rollBack(steps);
  }

  /** Returns all steps of these plans with what carries them out, for plans that contain them. */
  public StepHandlers steps() {
    return steps;
  }

  @Override
  public String toString() {
    return "ClusterPlans of " + couch;
  }

  /** Limits of what plans do. Not thread-safe. */
  public static final class Builder {
    /**
     * CouchDB's index builder comes back to a file after 60 s ({@code
     * ken_server:maybe_resubmit/2}).
     */
    private static final Duration INDEX_PAUSE = Duration.ofSeconds(65);

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final CouchDb couch;
    private int atOnce = 3;
    private long bytesPerSecond;
    private Duration patience = Duration.ofMinutes(2);
    private Duration warming = Duration.ofHours(12);
    private Duration splitting = Duration.ofHours(24);
    private Duration quiet = Duration.ofMillis(500);

    private Builder(CouchDb couch) {
      this.couch = couch;
    }

    /** Copies at most so many ranges at the same time. Default 3. */
    public Builder atOnce(int ranges) {
      if (ranges < 1) {
        throw new IllegalArgumentException("at least one range at a time, not " + ranges);
      }
      atOnce = ranges;
      return this;
    }

    /** Copies at most so many bytes a second, over all ranges; 0, the default, for no limit. */
    public Builder bytesPerSecond(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("bytes a second must not be negative: " + bytes);
      }
      bytesPerSecond = bytes;
      return this;
    }

    /** Waits so long for the slowest node to hear of a new map or member. Default 2 minutes. */
    public Builder patience(Duration limit) {
      patience = limit;
      return this;
    }

    /** Waits so long for views and Nouveau indexes to be built on a target. Default 12 hours. */
    public Builder warming(Duration limit) {
      warming = limit;
      return this;
    }

    /** Waits so long for one round of splitting. Default 24 hours. */
    public Builder splitting(Duration limit) {
      splitting = limit;
      return this;
    }

    /** Waits until a copy that left the map is so long without writes. For tests; 0.5 s. */
    Builder quiet(Duration time) {
      quiet = time;
      return this;
    }

    /** Builds the planner of plans; sends nothing. */
    public ClusterPlans build() {
      return new ClusterPlans(this);
    }

    private StepHandlers steps() {
      Wire wire = Wire.of(couch);
      MoveSettings moves =
          new MoveSettings(
              atOnce, new Pace(bytesPerSecond), patience, GRACE, quiet, INDEX_PAUSE, warming);
      ClusterAccess cluster = new ClusterAccess(couch, patience);
      return StepHandlers.builder()
          .add(MoveShards.class, new ShardMover(wire, moves))
          .add(MergeRanges.class, new RangeMerger(wire, moves))
          .add(JoinNode.class, new JoinNode.Handler(cluster))
          .add(AlignNode.class, new AlignNode.Handler(cluster))
          .add(RemoveNode.class, new RemoveNode.Handler(cluster))
          .add(RenameNode.class, new RenameNode.Handler(cluster))
          .add(SetZone.class, new SetZone.Handler(cluster))
          .add(SetMaintenance.class, new SetMaintenance.Handler(cluster))
          .add(CatchUp.class, new CatchUp.Handler(cluster))
          .add(ForgetCopies.class, new ForgetCopies.Handler(cluster))
          .add(BeginEmpty.class, new BeginEmpty.Handler(cluster))
          .add(EnterCopies.class, new EnterCopies.Handler(cluster))
          .add(SweepFiles.class, new SweepFiles.Handler(cluster))
          .add(MendMap.class, new MendMap.Handler(cluster))
          .add(HandMap.class, new HandMap.Handler(cluster))
          .add(SplitShards.class, new SplitShards.Handler(couch, splitting))
          .add(CopyDatabase.class, new CopyDatabase.Handler(couch))
          .add(ProveCopy.class, new ProveCopy.Handler(couch))
          .add(RecreateDatabase.class, new RecreateDatabase.Handler(couch))
          .build();
    }
  }
}
