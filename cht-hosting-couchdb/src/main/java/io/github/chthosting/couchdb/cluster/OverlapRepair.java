package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.shards.MergeRanges;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Plans for one database that has ranges which overlap: a whole ring stays, the rest goes. */
final class OverlapRepair {
  /** Speed of copying, roughly as measured for moves. */
  private static final long BYTES_A_SECOND = 3_000_000;

  private final ClusterLayout layout;
  private final DatabaseLayout database;
  private final BiPredicate<DatabaseLayout.Range, String> hasFile;
  private final boolean deleteFiles;
  private final List<String> reasons = new ArrayList<>();
  private final List<DatabaseLayout.Range> surplus = new ArrayList<>();

  OverlapRepair(
      ClusterLayout layout,
      DatabaseLayout database,
      BiPredicate<DatabaseLayout.Range, String> hasFile,
      boolean deleteFiles) {
    this.layout = layout;
    this.database = database;
    this.hasFile = hasFile;
    this.deleteFiles = deleteFiles;
  }

  /** Why it cannot be mended; after {@link #step}. */
  List<String> reasons() {
    return reasons;
  }

  /** Returns the ranges that go; after {@link #step}. */
  List<String> surplus() {
    return surplus.stream().map(range -> range.range().toString()).toList();
  }

  Optional<PlannedStep> step() {
    List<ShardRange> ring = RangeRing.finest(ranges());
    if (ring.isEmpty()) {
      reasons.add(
          "%s: its ranges overlap, and those that have a file on a member do not make a whole ring (%s): bring back the node or the files that are missing, or restore from a backup"
              .formatted(database.name(), ranges()));
    }
    if (layout.resharding()) {
      reasons.add(
          "%s: resharding is under way, which may be why: wait for it".formatted(database.name()));
    }
    List<Placement> stays = new ArrayList<>();
    List<Placement> goes = new ArrayList<>();
    for (DatabaseLayout.Range range : database.ranges()) {
      boolean inRing = ring.contains(range.range());
      range.nodes().forEach(node -> (inRing ? stays : goes).add(placement(range, node)));
      if (!inRing) {
        surplus.add(range);
        requireReadable(range);
      }
    }
    return reasons.isEmpty() ? Optional.of(step(stays, goes)) : Optional.empty();
  }

  /** The ranges that have a file on a member. */
  private List<ShardRange> ranges() {
    return database.ranges().stream()
        .filter(range -> range.nodes().stream().anyMatch(node -> isThere(range, node)))
        .map(DatabaseLayout.Range::range)
        .toList();
  }

  private boolean isThere(DatabaseLayout.Range range, String node) {
    return layout.node(node).map(ClusterLayout.Node::reachable).orElse(false)
        && hasFile.test(range, node);
  }

  /** Refuses to drop a range whose file cannot be read: it may hold what is nowhere else. */
  private void requireReadable(DatabaseLayout.Range range) {
    for (String node : range.nodes()) {
      if (!isThere(range, node)) {
        reasons.add(
            "%s: %s on %s would be removed, and cannot be read: bring the node, or its file, back"
                .formatted(database.name(), range.range(), node));
      }
    }
  }

  private static Placement placement(DatabaseLayout.Range range, String node) {
    return new Placement(range.range().toString(), node);
  }

  private PlannedStep step(List<Placement> stays, List<Placement> goes) {
    long bytes = 0;
    for (DatabaseLayout.Range range : surplus) {
      bytes += range.bytes();
    }
    Duration time = Duration.ofSeconds(10 + bytes / BYTES_A_SECOND);
    Cost cost = new Cost(bytes, 2 * bytes, time, Risk.REDUNDANT);
    return new MergeRanges(database.name(), stays, goes, deleteFiles).costing(cost);
  }
}
