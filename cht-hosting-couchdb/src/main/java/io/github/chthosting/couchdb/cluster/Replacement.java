package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Plans to go on without a node that is lost. */
final class Replacement {
  private final ClusterLayout layout;
  private final String lost;
  private final String replacement;
  private final boolean lossAccepted;
  private final String title;
  private final Map<DatabaseLayout, List<Placement>> forgotten = new LinkedHashMap<>();
  private final Map<DatabaseLayout, List<Placement>> gone = new LinkedHashMap<>();
  private final List<DatabaseLayout> survivors = new ArrayList<>();
  private final List<DatabaseLayout> refilled = new ArrayList<>();

  Replacement(ClusterLayout layout, String lost, String replacement, boolean lossAccepted) {
    this.layout = layout;
    this.lost = lost;
    this.replacement = replacement;
    this.lossAccepted = lossAccepted;
    this.title = "replace " + lost + " by " + replacement;
  }

  Plan plan() {
    layout.databases().forEach(this::sort);
    ClusterLayout without = layout.without(lost).with(survivors);
    List<PlannedStep> fills = new MoveSteps(without, without.with(refilled), false).steps();
    List<String> reasons = refusals();
    reasons.addAll(new PlanChecks(without).moves(fills, Map.of()));
    PlanChecks.refuse(title, reasons);
    List<PlannedStep> steps = new ArrayList<>();
    if (layout.node(lost).isPresent()) {
      steps.add(new RemoveNode(lost, true).costing(NodePlanner.cost(5, Risk.REDUNDANT)));
    }
    forgotten.forEach(
        (database, copies) ->
            steps.add(
                new ForgetCopies(database.name(), copies)
                    .costing(NodePlanner.cost(2, Risk.REDUNDANT))));
    gone.forEach((database, copies) -> steps.add(beginEmpty(database, copies)));
    steps.addAll(fills);
    return new Plan(title, steps, notes());
  }

  private void sort(DatabaseLayout database) {
    List<Placement> forget = new ArrayList<>();
    List<Placement> noneLeft = new ArrayList<>();
    List<DatabaseLayout.Range> kept = new ArrayList<>();
    List<DatabaseLayout.Range> filled = new ArrayList<>();
    for (DatabaseLayout.Range range : database.ranges()) {
      TreeSet<String> nodes = new TreeSet<>(range.nodes());
      boolean had = nodes.remove(lost);
      if (had) {
        (nodes.isEmpty() ? noneLeft : forget).add(new Placement(range.range().toString(), lost));
      }
      TreeSet<String> now = nodes.isEmpty() ? new TreeSet<>(List.of(replacement)) : nodes;
      kept.add(range.on(now));
      TreeSet<String> then = new TreeSet<>(now);
      if (had) {
        then.add(replacement);
      }
      filled.add(range.on(then));
    }
    survivors.add(database.with(kept));
    refilled.add(database.with(filled));
    if (!forget.isEmpty()) {
      forgotten.put(database, forget);
    }
    if (!noneLeft.isEmpty()) {
      gone.put(database, noneLeft);
    }
  }

  private List<String> refusals() {
    List<String> reasons = new ArrayList<>();
    if (layout.node(lost).map(ClusterLayout.Node::reachable).orElse(false)) {
      reasons.add(lost + " answers: drain it, and remove it then");
    }
    if (layout.node(lost).isEmpty() && forgotten.isEmpty() && gone.isEmpty()) {
      reasons.add(
          lost
              + " is not a member of the cluster and no map has it. Where its copies were taken out already, plan replicas(n)");
    }
    reasons.addAll(new PlanChecks(layout).unusable(List.of(replacement)));
    for (DatabaseLayout database : layout.databases()) {
      boolean both =
          database.ranges().stream()
              .anyMatch(range -> range.nodes().containsAll(List.of(lost, replacement)));
      if (both) {
        reasons.add(
            "%s holds copies of %s of the same ranges: add a fresh node to replace it"
                .formatted(replacement, database.name()));
      }
      if (database.partitioned() && gone.containsKey(database)) {
        reasons.add(database.name() + " is partitioned: a range of it cannot be begun empty");
      }
    }
    if (!lossAccepted) {
      gone.forEach(
          (database, copies) ->
              reasons.add(
                  "%s: gone with the node, because it had the only copy: %s. Bring the node or its files back; to go on without these documents, accept the loss"
                      .formatted(database.name(), copies.stream().map(Placement::range).toList())));
    }
    return reasons;
  }

  private PlannedStep beginEmpty(DatabaseLayout database, List<Placement> copies) {
    return new BeginEmpty(database.name(), copies, replacement)
        .costing(NodePlanner.cost(2, Risk.DESTRUCTIVE));
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add("keep the process of " + lost + " from starting again: its copies are old");
    gone.forEach(
        (database, copies) ->
            notes.add(
                "LOSS: %s begins empty in %s"
                    .formatted(database.name(), copies.stream().map(Placement::range).toList())));
    return notes;
  }
}
