package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.plan.StepHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans about nodes: add, drain, remove, replace, rename, maintenance, zone, and the repair
 * of maps. Pure: from a layout to a plan, without a server. Take it from {@link
 * ClusterPlans#nodes()} for plans that can be carried out. Settings come first, then a plan. Not
 * thread-safe.
 *
 * <p>Each method throws {@link PlanRefusedException}, with every reason at once, where it cannot be
 * done safely.
 */
public final class NodePlanner {
  private final ClusterLayout layout;
  private boolean lossAccepted;
  private boolean deleteFiles;
  private boolean plansForgotten;
  private @Nullable StepHandlers handlers;

  private NodePlanner(ClusterLayout layout) {
    this.layout = layout;
  }

  /** Plans for the nodes of this layout; {@link ClusterPlans} makes plans to carry out. */
  public static NodePlanner of(ClusterLayout layout) {
    return new NodePlanner(layout);
  }

  NodePlanner carriedOutBy(StepHandlers steps) {
    handlers = steps;
    return this;
  }

  private Plan carriedOut(Plan plan) {
    return PlanChecks.carriedOut(plan, handlers);
  }

  /**
   * Lets {@link #replace} go on where a range had all its copies on the lost node: it begins again
   * empty, and its documents are gone from the database.
   */
  public NodePlanner acceptingLoss() {
    lossAccepted = true;
    return this;
  }

  /** Lets {@link #repair} also delete the files of surplus ranges, proven to be in the others. */
  public NodePlanner deletingFiles() {
    deleteFiles = true;
    return this;
  }

  /**
   * Lets {@link #cleanUp} also delete files that a plan had begun to fill when it was cut. Say so
   * only if that plan's journal is lost: a plan that is at work would fail.
   */
  public NodePlanner forgettingPlans() {
    plansForgotten = true;
    return this;
  }

  /**
   * Makes a fresh node a member, gives it the cluster's administrators, secret and uuid, and waits
   * until it has all maps. It holds no shard then: plan a {@link ShardPlanner#rebalance} after it.
   *
   * @param zone it lies in; empty for none
   */
  public Plan add(NodeCandidate candidate, String zone) {
    return carriedOut(new NodeAddition(layout, candidate, zone).plan());
  }

  /** Takes all shards off a node: {@link ShardPlanner#drain} of all databases. */
  public Plan drain(String node) {
    return carriedOut(ShardPlanner.of(layout).drain(node));
  }

  /** Removes a node that holds nothing: drain it first. Stop its process afterwards. */
  public Plan remove(String node) {
    String title = "remove " + node;
    List<String> reasons = new ArrayList<>();
    if (layout.node(node).isEmpty()) {
      reasons.add(node + " is not a member of the cluster");
    }
    if (layout.nodes().size() == 1) {
      reasons.add(node + " is the only member");
    }
    Map<String, Long> held = held(node);
    if (!held.isEmpty()) {
      reasons.add("maps place copies on it (%s): drain it, or replace it".formatted(held));
    }
    boolean down = layout.node(node).map(known -> !known.reachable()).orElse(false);
    reasons.addAll(troubles(down ? layout.without(node) : layout));
    PlanChecks.refuse(title, reasons);
    PlannedStep step = new RemoveNode(node, false).costing(cost(5, Risk.REVERSIBLE));
    return carriedOut(
        new Plan(
            title,
            List.of(step),
            List.of("stop its process afterwards, and take it from the load balancer before")));
  }

  /**
   * Goes on without a node that is lost for good: it is removed, its copies are taken out of the
   * maps, and created again from the surviving ones on {@code replacement}, each proven equal.
   *
   * @param replacement a member that holds none of these ranges, such as one that was just added
   * @throws PlanRefusedException if the node answers, or a range had no other copy and {@link
   *     #acceptingLoss} was not said: the message names each such range
   */
  public Plan replace(String lost, String replacement) {
    return carriedOut(new Replacement(layout, lost, replacement, lossAccepted).plan());
  }

  /**
   * Plans a node's new name, after its files were taken to it: all maps and {@code _nodes} say the
   * new one. The node must run under its new name, and none under the old one. Before a map is
   * changed, all files are looked for on the node. Undone, while it runs, by {@code
   * Journal.rollBack}; afterwards by a plan with the names turned round, once the node runs under
   * its old name again.
   */
  public Plan rename(String from, String to) {
    String title = "rename " + from + " to " + to;
    List<String> reasons = new ArrayList<>(new PlanChecks(layout).unusable(List.of(to)));
    if (layout.node(from).map(ClusterLayout.Node::reachable).orElse(false)) {
      reasons.add(from + " answers: stop it first; two nodes must not have the same files");
    }
    if (layout.node(from).isEmpty() && held(from).isEmpty()) {
      reasons.add("nothing points at " + from);
    }
    for (DatabaseLayout database : layout.databases()) {
      for (DatabaseLayout.Range range : database.ranges()) {
        if (range.nodes().contains(from) && range.nodes().contains(to)) {
          reasons.add(
              "%s of %s is on both: it is another node, not a new name"
                  .formatted(range.range(), database.name()));
        }
      }
    }
    PlanChecks.refuse(title, reasons);
    Cost cost = cost(5 + held(from).size(), Risk.REVERSIBLE);
    return carriedOut(
        new Plan(
            title,
            List.of(new RenameNode(from, to).costing(cost)),
            List.of(held(from).size() + " maps are rewritten")));
  }

  /**
   * Puts a node into maintenance mode: it answers 404 to {@code _up}, so that load balancers leave
   * it alone, and reads and writes are no longer sent to its copies. Refused where a range has no
   * other copy in service: with n=1 that is every range it holds, which would be offline. For a
   * move of shards it is not needed, since copies are filled before they enter the map.
   */
  public Plan enterMaintenance(String node) {
    return carriedOut(new MaintenancePlanner(layout, node).enter());
  }

  /** Ends maintenance mode, after the node's copies have what was written meanwhile. */
  public Plan leaveMaintenance(String node) {
    return carriedOut(new MaintenancePlanner(layout, node).leave());
  }

  /** Says in which zone a node lies; empty for none. Moves nothing. */
  public Plan zone(String node, String zone) {
    String title = "zone of " + node;
    if (layout.node(node).isEmpty()) {
      PlanChecks.refuse(title, List.of(node + " is not a member of the cluster"));
    }
    if (layout.node(node).map(ClusterLayout.Node::zone).orElse("").equals(zone)) {
      return carriedOut(new Plan(title, List.of()));
    }
    PlannedStep step = new SetZone(node, zone).costing(cost(1, Risk.REVERSIBLE));
    return carriedOut(new Plan(title, List.of(step)));
  }

  /**
   * Mends maps that are broken, as far as that can be done without a choice: maps that differ
   * between nodes or contradict themselves, holes whose file lies on a member, copies on nodes that
   * are no members or have no file where another copy has one. Where ranges overlap and some of
   * them are a whole ring, that of the smallest ranges stays: all that the others hold is written
   * into it and proven to be there before they leave the map. Their files are kept, unless {@link
   * #deletingFiles}.
   *
   * @throws PlanRefusedException with how to mend it by hand, where something cannot be mended so
   */
  public Plan repair() {
    return carriedOut(new MapRepair(layout, deleteFiles).plan());
  }

  /**
   * Deletes shard files that moves left behind, once all of their documents are proven to be in the
   * copies that are in use. A file that a plan fills, or had begun to fill when it was cut, is none
   * of these. Files of databases that are gone, or with another suffix, are not touched: nothing
   * tells what they are.
   */
  public Plan cleanUp() {
    String title = "clean-up of shard files";
    List<PlannedStep> steps = new ArrayList<>();
    Set<String> touched = new TreeSet<>();
    for (DatabaseLayout database : layout.databases()) {
      List<Placement> strays = new ArrayList<>();
      for (ClusterLayout.Node node : layout.nodes()) {
        node.strays().stream()
            .filter(file -> plansForgotten || !node.inPlans().contains(file))
            .flatMap(file -> MapRepair.strayRange(database, file).stream())
            .filter(range -> database.range(range).isPresent())
            .forEach(range -> strays.add(new Placement(range.toString(), node.name())));
      }
      if (!strays.isEmpty()) {
        touched.add(database.name());
        steps.add(
            new SweepFiles(database.name(), strays, plansForgotten)
                .costing(cost(2, Risk.REDUNDANT)));
      }
    }
    PlanChecks.refuse(title, new PlanChecks(layout).databases(touched));
    return carriedOut(new Plan(title, steps));
  }

  /** Returns what is wrong with the nodes, so that none may come or go. */
  static List<String> troubles(ClusterLayout layout, LayoutProblem... allowed) {
    List<String> reasons = new ArrayList<>();
    for (Finding finding : layout.findings()) {
      boolean harmful = LayoutProblem.isOfCluster(finding) && LayoutProblem.forbidsMoves(finding);
      if (harmful && List.of(allowed).stream().noneMatch(finding::is)) {
        reasons.add(finding.toString());
      }
    }
    return reasons;
  }

  /** Databases with the number of copies that maps place on it. */
  private Map<String, Long> held(String node) {
    Map<String, Long> held = new TreeMap<>();
    for (DatabaseLayout database : layout.databases()) {
      long copies =
          database.ranges().stream().filter(range -> range.nodes().contains(node)).count();
      if (copies > 0) {
        held.put(database.name(), copies);
      }
    }
    return held;
  }

  static String shortened(Set<String> names) {
    List<String> some = names.stream().limit(5).toList();
    return String.join(", ", some) + (names.size() > 5 ? ", …" : "");
  }

  static Cost cost(long seconds, Risk risk) {
    return new Cost(0, 0, Duration.ofSeconds(seconds), risk);
  }
}
