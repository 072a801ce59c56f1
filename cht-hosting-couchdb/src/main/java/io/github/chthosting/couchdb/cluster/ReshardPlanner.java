package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.ByteSize;
import io.github.chthosting.couchdb.internal.Names;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans that change how many ranges a database has. Pure: from a layout to a plan, without a
 * server. Take it from {@link ClusterPlans#ranges()} for plans that can be carried out. Settings
 * come first, then a plan. Not thread-safe.
 *
 * <p>Each method throws {@link PlanRefusedException}, with every reason at once, where it cannot be
 * done safely.
 */
public final class ReshardPlanner {
  /** A guess; a whole database is read, and written in another. */
  private static final long BYTES_A_SECOND = 5_000_000;

  private final ClusterLayout layout;
  private Map<String, Long> free = Map.of();
  private @Nullable StepHandlers handlers;

  private ReshardPlanner(ClusterLayout layout) {
    this.layout = layout;
  }

  /** Plans for the databases of this layout; {@link ClusterPlans} makes plans to carry out. */
  public static ReshardPlanner of(ClusterLayout layout) {
    return new ReshardPlanner(layout);
  }

  ReshardPlanner carriedOutBy(StepHandlers steps) {
    handlers = steps;
    return this;
  }

  private Plan plan(String title, List<PlannedStep> steps, List<String> notes) {
    return PlanChecks.carriedOut(new Plan(title, steps, notes), handlers);
  }

  /** Sets the free bytes of nodes, as {@link ShardPlanner#freeBytes} does. */
  public ReshardPlanner freeBytes(Map<String, Long> bytes) {
    free = Map.copyOf(bytes);
    return this;
  }

  /**
   * Splits all ranges, online, by CouchDB's {@code _reshard}, until there are {@code q}: each round
   * doubles them, is waited for, and is verified by counts. CouchDB 2.4 or later. It cannot be
   * undone but by {@link #rebuild}.
   *
   * @param q the number of ranges times a power of two
   */
  public Plan split(String database, int q) {
    String title = "split %s to q=%d".formatted(database, q);
    DatabaseLayout known = require(title, database);
    int now = known.ranges().size();
    if (now == q) {
      return plan(title, List.of(), List.of());
    }
    List<String> reasons = new PlanChecks(layout).databases(Set.of(database));
    if (q < now || q % now != 0 || Integer.bitCount(q / now) != 1) {
      reasons.add(
          "q=%d can become %d, %d, …: each round halves every range; for fewer, rebuild"
              .formatted(now, 2 * now, 4 * now));
    }
    reasons.addAll(disk(known));
    PlanChecks.refuse(title, reasons);
    List<PlannedStep> steps = new ArrayList<>();
    for (int next = 2 * now; next <= q; next *= 2) {
      long bytes = known.bytes() * known.replicas();
      Cost cost = cost(bytes, disk(known, 1), Risk.REDUNDANT);
      steps.add(new SplitShards(database, next).costing(cost));
    }
    return plan(
        title,
        steps,
        List.of("_changes goes on from older tokens; view indexes are built for the new ranges"));
  }

  /**
   * Copies a database into a new one with any number of ranges, while it is in use, and proves both
   * equal once its writers have stopped. The source is not touched: it stays until you delete it.
   * Then either clients are pointed to the copy, or {@link #swap} brings it home.
   *
   * @param copy the name of the new database, which must not exist
   */
  public Plan rebuild(String database, String copy, int q) {
    String title = "rebuild %s with q=%d as %s".formatted(database, q, copy);
    DatabaseLayout known = require(title, database);
    Names.requireDatabase(copy);
    List<String> reasons = new PlanChecks(layout).databases(Set.of(database));
    if (q < 1 || q > 1024) {
      reasons.add("q=%d is not a number of ranges from 1 to 1024".formatted(q));
    }
    if (layout.database(copy).isPresent()) {
      reasons.add(copy + " exists already: name another, or delete it");
    }
    reasons.addAll(partitioned(known));
    reasons.addAll(disk(known));
    PlanChecks.refuse(title, reasons);
    Cost cost = cost(known.bytes() * known.replicas(), disk(known, 2), Risk.REVERSIBLE);
    Step step = new CopyDatabase(database, copy, q, known.replicas());
    return plan(
        title,
        List.of(step.costing(cost), prove(known, copy)),
        List.of(
            "prove-copy needs "
                + database
                + " without writers: stop them when it says that both differ, and resume",
            "the source is kept: delete it yourself when the copy has served for a while"));
  }

  /**
   * Gives a rebuilt copy the name of its original: both are proven equal, the original is deleted
   * and created anew with the copy's q, filled from the copy, and proven again. The copy is kept
   * until you delete it. CouchDB cannot rename a database, so writers and readers have to be
   * stopped until it is over; killed in between, it is resumed.
   */
  public Plan swap(String database, String copy) {
    String title = "swap %s for %s".formatted(database, copy);
    DatabaseLayout known = require(title, database);
    DatabaseLayout other = require(title, copy);
    List<String> reasons = new PlanChecks(layout).databases(Set.of(database, copy));
    reasons.addAll(partitioned(known));
    PlanChecks.refuse(title, reasons);
    long bytes = other.bytes() * other.replicas();
    Cost cost = cost(bytes, disk(known, 2), Risk.REDUNDANT);
    Step step = new RecreateDatabase(database, copy, other.ranges().size(), other.replicas());
    return plan(
        title,
        List.of(step.costing(cost), prove(known, copy)),
        List.of(
            "stop all clients of " + database + " before, and start them when it is over",
            "recreate-database proves both equal right before it deletes " + database,
            copy + " is kept: delete it yourself afterwards"));
  }

  private DatabaseLayout require(String title, String database) {
    return layout
        .database(database)
        .orElseThrow(
            () -> new PlanRefusedException(title, List.of("there is no database " + database)));
  }

  private static List<String> partitioned(DatabaseLayout database) {
    return database.partitioned()
        ? List.of(database.name() + " is partitioned: create the copy yourself, and replicate")
        : List.of();
  }

  /** Returns all that the fullest node has of it, so many times. */
  private static long disk(DatabaseLayout database, int times) {
    return times * held(database).values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private static Map<String, Long> held(DatabaseLayout database) {
    Map<String, Long> held = new HashMap<>();
    for (DatabaseLayout.Range range : database.ranges()) {
      range.nodes().forEach(node -> held.merge(node, range.bytes(), Long::sum));
    }
    return held;
  }

  private List<String> disk(DatabaseLayout database) {
    List<String> reasons = new ArrayList<>();
    held(database)
        .forEach(
            (node, bytes) -> {
              Long known = free.get(node);
              if (known != null && known < 2 * bytes) {
                reasons.add(
                    "%s has %s of disk free and would need %s"
                        .formatted(node, ByteSize.format(known), ByteSize.format(2 * bytes)));
              }
            });
    return reasons;
  }

  private static PlannedStep prove(DatabaseLayout database, String copy) {
    return new ProveCopy(database.name(), copy)
        .costing(cost(database.bytes() / 5, 0, Risk.REVERSIBLE));
  }

  private static Cost cost(long bytes, long disk, Risk risk) {
    return new Cost(bytes, disk, Duration.ofSeconds(5 + bytes / BYTES_A_SECOND), risk);
  }
}
