package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.internal.shards.Quorum;
import io.github.chthosting.couchdb.internal.shards.Reshape;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What lies between two layouts, as steps: one for each database that differs. */
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

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (DatabaseLayout before : from.databases()) {
      DatabaseLayout after = to.getOrDefault(before.name(), before);
      List<Placement> add = between(before, after);
      List<Placement> remove = between(after, before);
      if (!add.isEmpty() || !remove.isEmpty()) {
        List<Placement> guard = guard(before, add);
        Reshape reshape = new Reshape(before.name(), add, remove, guard, deleteFiles);
        steps.add(reshape.step(cost(before, reshape)));
      }
    }
    return steps;
  }

  /** Copies that {@code after} has and {@code before} has not. */
  private static List<Placement> between(DatabaseLayout before, DatabaseLayout after) {
    List<Placement> placements = new ArrayList<>();
    for (int i = 0; i < after.ranges().size(); i++) {
      DatabaseLayout.Range now = after.ranges().get(i);
      DatabaseLayout.Range then = before.ranges().get(i);
      for (String node : now.nodes()) {
        if (!then.nodes().contains(node)) {
          placements.add(new Placement(now.range().toString(), node));
        }
      }
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

  private static Cost cost(DatabaseLayout database, Reshape reshape) {
    Map<String, Long> byNode = new HashMap<>();
    List<Placement> copied = new ArrayList<>(reshape.add());
    copied.addAll(reshape.guard());
    for (Placement placement : copied) {
      byNode.merge(placement.node(), bytes(database, placement), Long::sum);
    }
    long bytes = byNode.values().stream().mapToLong(Long::longValue).sum();
    long disk = byNode.values().stream().mapToLong(Long::longValue).max().orElse(0);
    Duration time = EACH.plusSeconds(bytes / BYTES_A_SECOND);
    // Twice the bytes, since a file that was just written has not been compacted yet.
    Risk risk = reshape.remove().isEmpty() ? Risk.REVERSIBLE : Risk.REDUNDANT;
    return new Cost(bytes, 2 * disk, time, risk);
  }

  private static long bytes(DatabaseLayout database, Placement placement) {
    return database
        .range(ShardRange.parse(placement.range()))
        .map(DatabaseLayout.Range::bytes)
        .orElse(0L);
  }
}
