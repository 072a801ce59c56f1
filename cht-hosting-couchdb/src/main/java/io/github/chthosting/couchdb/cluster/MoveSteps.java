package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.shards.MoveShards;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.internal.shards.Quorum;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The steps that lead from one layout to another: one or a few for each database that differs. */
final class MoveSteps {
  /** Measured: 2,400 documents of 1.3 kB a second, as internal replication alone does. */
  private static final long BYTES_A_SECOND = 3_000_000;

  /** Waiting for maps, proofs and sweeps. */
  private static final Duration EACH = Duration.ofSeconds(10);

  private final ClusterLayout from;
  private final Map<String, DatabaseLayout> to = new HashMap<>();
  private final boolean deleteFiles;

  MoveSteps(ClusterLayout from, ClusterLayout to, boolean deleteFiles) {
    this.from = from;
    to.databases().forEach(database -> this.to.put(database.name(), database));
    this.deleteFiles = deleteFiles;
  }

  List<PlannedStep> steps() {
    List<PlannedStep> steps = new ArrayList<>();
    for (DatabaseLayout before : from.databases()) {
      DatabaseLayout after = to.getOrDefault(before.name(), before);
      int rounds = rounds(before, after);
      DatabaseLayout now = before;
      for (int left = rounds; left > 0; left--) {
        DatabaseLayout next = round(now, after, left);
        List<Placement> add = between(now, next);
        MoveShards step =
            MoveShards.of(before.name(), add, between(next, now), range -> bytes(before, range))
                .guardedBy(guard(now, add))
                .deletingFiles(deleteFiles);
        steps.add(step.costing(cost(before, step)));
        now = next;
      }
    }
    return steps;
  }

  /** Returns a step changes one copy of a range at most: see {@link MoveShards}. */
  private static int rounds(DatabaseLayout before, DatabaseLayout after) {
    int most = 0;
    for (int i = 0; i < after.ranges().size(); i++) {
      Set<String> then = before.ranges().get(i).nodes();
      Set<String> now = after.ranges().get(i).nodes();
      most = Math.max(most, Math.max(without(now, then).size(), without(then, now).size()));
    }
    return most;
  }

  private static List<String> without(Set<String> nodes, Set<String> others) {
    return nodes.stream().filter(node -> !others.contains(node)).sorted().toList();
  }

  /** Returns the next of {@code left} rounds: copies come as early as they can, and go as late. */
  private static DatabaseLayout round(DatabaseLayout now, DatabaseLayout after, int left) {
    List<DatabaseLayout.Range> ranges = new ArrayList<>();
    for (int i = 0; i < after.ranges().size(); i++) {
      DatabaseLayout.Range range = now.ranges().get(i);
      Set<String> wanted = after.ranges().get(i).nodes();
      List<String> leaving = without(range.nodes(), wanted);
      Set<String> nodes = new TreeSet<>(range.nodes());
      without(wanted, range.nodes()).stream().limit(1).forEach(nodes::add);
      leaving.stream().limit(leaving.size() >= left ? 1 : 0).forEach(nodes::remove);
      ranges.add(range.on(nodes));
    }
    return now.with(ranges);
  }

  /** Copies that {@code after} has and {@code before} has not. */
  private static List<Placement> between(DatabaseLayout before, DatabaseLayout after) {
    List<Placement> placements = new ArrayList<>();
    for (int i = 0; i < after.ranges().size(); i++) {
      DatabaseLayout.Range now = after.ranges().get(i);
      without(now.nodes(), before.ranges().get(i).nodes())
          .forEach(node -> placements.add(new Placement(now.range().toString(), node)));
    }
    return placements;
  }

  /** See {@link Quorum}: needed where something is added, and not to the range that decides. */
  private List<Placement> guard(DatabaseLayout database, List<Placement> add) {
    if (add.isEmpty() || add.stream().anyMatch(Quorum::decides)) {
      return List.of();
    }
    for (DatabaseLayout.Range range : database.ranges()) {
      Optional<Placement> free = free(range);
      if (free.isPresent() && Quorum.decides(free.get())) {
        return List.of(free.get());
      }
    }
    return List.of();
  }

  private Optional<Placement> free(DatabaseLayout.Range range) {
    return from.nodes().stream()
        .filter(ClusterLayout.Node::isUsable)
        .map(ClusterLayout.Node::name)
        .filter(node -> !range.nodes().contains(node))
        .findFirst()
        .map(node -> new Placement(range.range().toString(), node));
  }

  private static Cost cost(DatabaseLayout database, MoveShards step) {
    Map<String, Long> byNode = new HashMap<>();
    for (Placement placement : step.coming()) {
      byNode.merge(placement.node(), bytes(database, placement.range()), Long::sum);
    }
    long bytes = byNode.values().stream().mapToLong(Long::longValue).sum();
    long disk = byNode.values().stream().mapToLong(Long::longValue).max().orElse(0);
    Duration time = EACH.plusSeconds(bytes / BYTES_A_SECOND);
    // Twice the bytes, since a file that was just written has not been compacted yet.
    Risk risk = step.remove().isEmpty() ? Risk.REVERSIBLE : Risk.REDUNDANT;
    return new Cost(bytes, 2 * disk, time, risk);
  }

  private static long bytes(DatabaseLayout database, String range) {
    return database.range(ShardRange.parse(range)).map(DatabaseLayout.Range::bytes).orElse(0L);
  }
}
