package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.ByteSize;
import io.github.chthosting.couchdb.internal.shards.MoveShards;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.StepHandlers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The reasons against a plan. */
final class PlanChecks {
  private final ClusterLayout layout;
  private final Map<String, DatabaseLayout> databases = new HashMap<>();

  PlanChecks(ClusterLayout layout) {
    this.layout = layout;
    layout.databases().forEach(database -> databases.put(database.name(), database));
  }

  /** Throws if there is any reason. */
  static void refuse(String title, List<String> reasons) {
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(title, reasons);
    }
  }

  /** Returns the plan, carried out by these handlers if there are any. */
  static Plan carriedOut(Plan plan, @Nullable StepHandlers handlers) {
    return handlers == null ? plan : plan.carriedOutBy(handlers);
  }

  /** Why these nodes cannot take copies. */
  List<String> unusable(Collection<String> nodes) {
    List<String> reasons = new ArrayList<>();
    for (String node : nodes) {
      ClusterLayout.Node known = layout.node(node).orElse(null);
      if (known == null) {
        reasons.add(node + " is not a member of the cluster: add it first");
      } else if (!known.reachable()) {
        reasons.add(node + " does not answer: start it first");
      } else if (known.maintenance()) {
        reasons.add(node + " is in maintenance mode: end that first");
      }
    }
    return reasons;
  }

  /** Why these databases cannot be changed. */
  List<String> databases(Set<String> touched) {
    List<String> reasons = new ArrayList<>();
    if (touched.isEmpty()) {
      return reasons;
    }
    if (layout.resharding()) {
      reasons.add("resharding is under way: wait for it, or stop it (PUT /_reshard/state)");
    }
    for (Finding finding : layout.findings()) {
      boolean concerns = LayoutProblem.isOfCluster(finding) || touched.contains(finding.subject());
      if (concerns && LayoutProblem.forbidsMoves(finding)) {
        reasons.add(finding.toString());
      }
    }
    return reasons;
  }

  /** Why these moves cannot be made. */
  List<String> moves(List<PlannedStep> steps, Map<String, Long> free) {
    Set<String> touched = new HashSet<>();
    List<MoveShards> moves = new ArrayList<>();
    for (PlannedStep planned : steps) {
      if (planned.step() instanceof MoveShards move) {
        touched.add(move.db());
        moves.add(move);
      }
    }
    List<String> reasons = databases(touched);
    for (DatabaseLayout database : layout.databases()) {
      if (database.partitioned() && touched.contains(database.name())) {
        reasons.add(
            database.name()
                + " is partitioned, and a file that is created on a node directly would not be: its shards cannot be moved");
      }
    }
    reasons.addAll(strays(moves));
    reasons.addAll(disk(moves, free));
    return reasons;
  }

  /** Files where copies are to go: what they hold may be nowhere else. */
  private List<String> strays(List<MoveShards> moves) {
    Map<String, List<String>> found = new TreeMap<>();
    for (MoveShards move : moves) {
      DatabaseLayout database = databases.get(move.db());
      if (database != null && !database.suffix().isEmpty()) {
        for (Placement placement : move.coming()) {
          String file = database.file(ShardRange.parse(placement.range()));
          Optional<ClusterLayout.Node> node = layout.node(placement.node());
          if (node.isPresent() && node.get().strays().contains(file)) {
            found.computeIfAbsent(placement.node(), any -> new ArrayList<>()).add(file);
          }
        }
      }
    }
    return found.entrySet().stream().map(each -> strays(each.getKey(), each.getValue())).toList();
  }

  private static String strays(String node, List<String> files) {
    return files.size() == 1
        ? "%s has a file %s that the map does not name: plan a clean-up, which compares it and deletes it"
            .formatted(node, files.get(0))
        : "%s has %d files that the map does not name, the first %s: plan a clean-up, which compares them and deletes them"
            .formatted(node, files.size(), files.get(0));
  }

  /** Twice the bytes in use, since a file that was just written has not been compacted yet. */
  private List<String> disk(List<MoveShards> moves, Map<String, Long> free) {
    Map<String, Long> needed = new HashMap<>();
    for (MoveShards move : moves) {
      for (Placement placement : move.coming()) {
        long bytes =
            Optional.ofNullable(databases.get(move.db()))
                .flatMap(database -> database.range(ShardRange.parse(placement.range())))
                .map(DatabaseLayout.Range::bytes)
                .orElse(0L);
        needed.merge(placement.node(), 2 * bytes, Long::sum);
      }
    }
    List<String> reasons = new ArrayList<>();
    new TreeMap<>(free)
        .forEach(
            (node, bytes) -> {
              long wanted = needed.getOrDefault(node, 0L);
              if (wanted > bytes) {
                reasons.add(
                    "%s has %s of disk free and would need %s: free some, or exclude it"
                        .formatted(node, ByteSize.format(bytes), ByteSize.format(wanted)));
              }
            });
    return reasons;
  }
}
