package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Plans the mending of maps. */
final class MapRepair {
  private static final String TITLE = "repair of shard maps";

  private final ClusterLayout layout;
  private final boolean deleteFiles;
  private final List<PlannedStep> steps = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  MapRepair(ClusterLayout layout, boolean deleteFiles) {
    this.layout = layout;
    this.deleteFiles = deleteFiles;
  }

  Plan plan() {
    List<Finding> findings = layout.findings();
    for (Finding finding : findings) {
      if (LayoutProblem.isOfCluster(finding) && LayoutProblem.forbidsMoves(finding)) {
        reasons.add(finding.toString());
      }
    }
    each(findings, LayoutProblem.MAPS_DIFFER, name -> add(new HandMap(name), Risk.REVERSIBLE));
    each(findings, LayoutProblem.MAP_CONTRADICTS, name -> add(new MendMap(name), Risk.REVERSIBLE));
    layout.databases().forEach(this::holes);
    layout.databases().forEach(this::copies);
    layout.databases().forEach(database -> overlaps(database, findings));
    PlanChecks.refuse(TITLE, reasons);
    return new Plan(TITLE, steps, notes);
  }

  private void overlaps(DatabaseLayout database, List<Finding> findings) {
    if (!has(LayoutProblem.OVERLAP, database, findings)) {
      return;
    }
    if (has(LayoutProblem.HOLE, database, findings)) {
      notes.add(database.name() + " also has ranges that overlap: plan a repair again after it");
      return;
    }
    OverlapRepair repair =
        new OverlapRepair(
            layout, database, (range, node) -> !hasNoFile(database, range, node), deleteFiles);
    repair.step().ifPresent(steps::add);
    reasons.addAll(repair.reasons());
    notes.add(
        "%s: %s leave the map when all that they hold is in the others%s"
            .formatted(database.name(), repair.surplus(), deleteFiles ? "" : "; files are kept"));
  }

  private static boolean has(
      LayoutProblem problem, DatabaseLayout database, List<Finding> findings) {
    return findings.stream()
        .anyMatch(it -> it.is(problem) && LayoutProblem.isOf(database.name(), it));
  }

  private static void each(List<Finding> findings, LayoutProblem problem, Consumer<String> action) {
    Set<String> databases = new TreeSet<>();
    findings.stream()
        .filter(finding -> finding.is(problem))
        .forEach(finding -> databases.add(finding.subject()));
    databases.forEach(action);
  }

  private void add(Step step, Risk risk) {
    steps.add(step.costing(NodePlanner.cost(2, risk)));
  }

  private void holes(DatabaseLayout database) {
    long next = 0;
    List<Placement> found = new ArrayList<>();
    for (DatabaseLayout.Range range : database.ranges()) {
      if (range.range().first() > next) {
        found.addAll(fill(database, next, range.range().first() - 1));
      }
      next = Math.max(next, range.range().last() + 1);
    }
    if (next <= ShardRange.HIGHEST) {
      found.addAll(fill(database, next, ShardRange.HIGHEST));
    }
    if (!found.isEmpty()) {
      add(new EnterCopies(database.name(), found), Risk.REVERSIBLE);
    }
  }

  /** Files on members' disks that tile the hole without a gap. */
  private List<Placement> fill(DatabaseLayout database, long first, long last) {
    SortedMap<Long, List<Placement>> files = new TreeMap<>();
    for (ClusterLayout.Node node : layout.nodes()) {
      for (String file : node.strays()) {
        strayRange(database, file)
            .filter(range -> !node.inPlans().contains(file))
            .filter(range -> range.first() >= first && range.last() <= last)
            .ifPresent(
                range ->
                    files
                        .computeIfAbsent(range.first(), any -> new ArrayList<>())
                        .add(new Placement(range.toString(), node.name())));
      }
    }
    List<Placement> tiles = new ArrayList<>();
    long next = first;
    while (next <= last && files.containsKey(next)) {
      List<Placement> here = files.getOrDefault(next, List.of());
      tiles.addAll(here);
      next = ShardRange.parse(here.get(0).range()).last() + 1;
    }
    if (next != last + 1) {
      reasons.add(
          "%s: no member has a file for %08x-%08x with the suffix %s: bring back the node or the files that have, or restore from a backup"
              .formatted(database.name(), next, last, database.suffix()));
      return List.of();
    }
    return tiles;
  }

  /** Returns the range of a file that has this database's name and suffix. */
  static Optional<ShardRange> strayRange(DatabaseLayout database, String file) {
    String end = "/" + database.name() + database.suffix();
    boolean ours = !database.suffix().isEmpty() && file.endsWith(end);
    String range = ours ? file.substring("shards/".length(), file.length() - end.length()) : "";
    return range.matches("[0-9a-f]{8}-[0-9a-f]{8}")
        ? Optional.of(ShardRange.parse(range))
        : Optional.empty();
  }

  /** Copies on strangers, and copies without a file, where the range has a good one. */
  private void copies(DatabaseLayout database) {
    List<Placement> bad = new ArrayList<>();
    for (DatabaseLayout.Range range : database.ranges()) {
      List<Placement> own = new ArrayList<>();
      for (String node : range.nodes()) {
        if (layout.node(node).isEmpty() || hasNoFile(database, range, node)) {
          own.add(new Placement(range.range().toString(), node));
        }
      }
      if (own.size() == range.nodes().size() && !own.isEmpty()) {
        reasons.add(
            "%s: %s has no copy on a member that has its file (%s): add or rename the node that has it, or bring its files back"
                .formatted(database.name(), range.range(), own));
      } else {
        bad.addAll(own);
      }
    }
    if (!bad.isEmpty()) {
      add(new ForgetCopies(database.name(), bad), Risk.REDUNDANT);
      notes.add(database.name() + " has fewer copies then: plan replicas(n) after it");
    }
  }

  private boolean hasNoFile(DatabaseLayout database, DatabaseLayout.Range range, String node) {
    return layout
        .node(node)
        .filter(known -> known.missing().contains(database.file(range.range())))
        .isPresent();
  }
}
