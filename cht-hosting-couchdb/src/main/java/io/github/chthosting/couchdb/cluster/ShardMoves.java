package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.Pace;
import io.github.chthosting.couchdb.internal.shards.Reshape;
import io.github.chthosting.couchdb.internal.shards.ReshapeRun;
import io.github.chthosting.couchdb.internal.shards.ReshapeSettings;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.StepRunner;
import java.time.Duration;

/**
 * Moves copies of ranges between nodes while the database is in use. Thread-safe.
 *
 * <p>A copy is filled before it enters the map; it enters when every node can be told; it is proven
 * equal before the old one leaves; what was written to the old one meanwhile is brought home;
 * tokens of {@code _changes} from before go on. {@code docs/shards.md} says how. Files of copies
 * that left are deleted only where the plan says so.
 *
 * <pre>{@code
 * plan.apply(Journal.in(folder), ShardMoves.on(couch)).await();
 * }</pre>
 *
 * <p>Needs an administrator, CouchDB 3.0 or later, and no resharding at the same time. Give {@code
 * couch} the addresses of all nodes: then each is asked itself whether it has the new map.
 */
public final class ShardMoves implements StepRunner {
  /**
   * CouchDB's index builder comes back to a file after 60 s ({@code ken_server:maybe_resubmit/2}).
   */
  private static final Duration INDEX_PAUSE = Duration.ofSeconds(65);

  private final CouchDb couch;
  private final int atOnce;
  private final long bytesPerSecond;
  private final Duration patience;
  private final Duration warming;
  private final Duration quiet;

  private ShardMoves(
      CouchDb couch,
      int atOnce,
      long bytesPerSecond,
      Duration patience,
      Duration warming,
      Duration quiet) {
    this.couch = couch;
    this.atOnce = atOnce;
    this.bytesPerSecond = bytesPerSecond;
    this.patience = patience;
    this.warming = warming;
    this.quiet = quiet;
  }

  /** Moves on this cluster: 3 ranges at a time, no limit of bytes. Sends nothing. */
  public static ShardMoves on(CouchDb couch) {
    return new ShardMoves(
        couch, 3, 0, Duration.ofMinutes(2), Duration.ofHours(12), Duration.ofMillis(500));
  }

  /** Copies at most so many ranges at the same time. Default 3. */
  public ShardMoves atOnce(int ranges) {
    if (ranges < 1) {
      throw new IllegalArgumentException("at least one range at a time, not " + ranges);
    }
    return new ShardMoves(couch, ranges, bytesPerSecond, patience, warming, quiet);
  }

  /** Copies at most so many bytes a second, over all ranges; 0, the default, for no limit. */
  public ShardMoves bytesPerSecond(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes a second must not be negative: " + bytes);
    }
    return new ShardMoves(couch, atOnce, bytes, patience, warming, quiet);
  }

  /** How long the slowest node may take to have a new map. Default 2 minutes. */
  public ShardMoves patience(Duration limit) {
    return new ShardMoves(couch, atOnce, bytesPerSecond, limit, warming, quiet);
  }

  /** How long the building of views and Nouveau indexes on a target may take. Default 12 hours. */
  public ShardMoves warming(Duration limit) {
    return new ShardMoves(couch, atOnce, bytesPerSecond, patience, limit, quiet);
  }

  /** How long a copy that left the map must be without writes. For tests; default 0.5 s. */
  ShardMoves quiet(Duration time) {
    return new ShardMoves(couch, atOnce, bytesPerSecond, patience, warming, time);
  }

  Duration quiet() {
    return quiet;
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    start(step, marks, context).run();
  }

  /**
   * Takes back a move that has not yet taken a copy out of the map.
   *
   * @throws io.github.chthosting.platform.PlanRefusedException if it has: resume it then
   */
  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {
    start(step, marks, context).rollBack();
  }

  private ReshapeRun start(Step step, Marks marks, WorkContext context) {
    if (!step.action().equals(Reshape.ACTION)) {
      throw new IllegalArgumentException("not a move of shards: " + step);
    }
    ReshapeSettings settings =
        new ReshapeSettings(
            atOnce,
            new Pace(bytesPerSecond),
            patience,
            Duration.ofSeconds(1),
            quiet,
            INDEX_PAUSE,
            warming);
    return new ReshapeRun(Wire.of(couch), Reshape.of(step), settings, marks, context);
  }
}
