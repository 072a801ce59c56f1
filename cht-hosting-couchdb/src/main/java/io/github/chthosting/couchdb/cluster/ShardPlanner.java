package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.ByteSize;
import io.github.chthosting.couchdb.cluster.Arrangement.Piece;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.StepHandlers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans that move copies of ranges. Pure: from a layout to a plan, without a server. Take it
 * from {@link ClusterPlans#shards()} for plans that can be carried out. Settings come first, then a
 * plan. Not thread-safe.
 *
 * <p>Each method throws {@link PlanRefusedException}, with every reason at once, when the layout
 * has findings in a database that is to be touched, a target is no member, does not answer or is in
 * maintenance mode, resharding is under way, a range would have too few nodes to lie on, or disk is
 * short ({@link #freeBytes}). A cluster with a member that does not answer, with mixed versions,
 * with credentials that one node refuses, or with clocks apart is left alone.
 *
 * <p>Where nodes lie in two or more zones, no move makes a range lie in fewer of them.
 */
public final class ShardPlanner {
  private static final String FOLLOWERS =
      "followers of _changes get the rows of moved ranges once more (docs/shards.md)";

  private ClusterLayout layout;
  private Set<String> databases;
  private boolean deleteFiles;
  private Map<String, Long> free = Map.of();
  private @Nullable StepHandlers handlers;

  private ShardPlanner(ClusterLayout layout, Set<String> databases) {
    this.layout = layout;
    this.databases = databases;
  }

  /** Plans for all databases of this layout; {@link ClusterPlans} makes plans to carry out. */
  public static ShardPlanner of(ClusterLayout layout) {
    Set<String> all = new TreeSet<>();
    layout.databases().forEach(database -> all.add(database.name()));
    return new ShardPlanner(layout, all);
  }

  ShardPlanner carriedOutBy(StepHandlers steps) {
    handlers = steps;
    return this;
  }

  /** Looks at these databases alone; all others stay as they are. */
  public ShardPlanner only(Collection<String> names) {
    databases = new TreeSet<>(names);
    return this;
  }

  /** Deletes the files of copies that left, once theirs is proven elsewhere. Default: they stay. */
  public ShardPlanner deletingFiles() {
    deleteFiles = true;
    return this;
  }

  /**
   * Sets the free bytes on the disks of these nodes, by name: a plan that would put more than half
   * of them on a node is refused. CouchDB does not tell its free disk in any answer ({@code
   * _system} and {@code _prometheus} do not have it; {@code [disk_monitor]} only refuses writes),
   * so whoever looks after the machines has to say. Nodes that are not named are not checked.
   */
  public ShardPlanner freeBytes(Map<String, Long> bytes) {
    free = Map.copyOf(bytes);
    return this;
  }

  /** Moves copies without regard to zones; {@link #placement} needs them. Default: with. */
  public ShardPlanner ignoringZones() {
    List<ClusterLayout.Node> plain =
        layout.nodes().stream().map(ClusterLayout.Node::withoutZone).toList();
    layout = new ClusterLayout(plain, layout.databases(), layout.resharding(), layout.remarks());
    return this;
  }

  /** Makes all members even, with few bytes moved. */
  public Plan rebalance(Balance balance) {
    String title = "rebalance by " + (balance == Balance.COUNT ? "count" : "bytes");
    List<String> nodes = usable();
    Arrangement arrangement = new Arrangement(restricted());
    long bound = balance == Balance.BYTES ? lowerBound(arrangement, nodes) : 0;
    new Rebalance(arrangement, nodes).run(balance);
    List<String> notes = new ArrayList<>();
    if (balance == Balance.BYTES) {
      notes.add(
          "%s are moved; %s is the least that would make all nodes exactly even"
              .formatted(ByteSize.format(arrangement.moved()), ByteSize.format(bound)));
    }
    return plan(title, arrangement.result(), notes);
  }

  /** Takes everything off these nodes, onto the others, the emptiest first. */
  public Plan drain(String... nodes) {
    Set<String> leaving = new TreeSet<>(List.of(nodes));
    String title = "drain " + String.join(", ", leaving);
    List<String> refusals = new ArrayList<>();
    leaving.stream()
        .filter(node -> !layout.shares().containsKey(node))
        .forEach(node -> refusals.add(node + " is not a member of the cluster and holds nothing"));
    List<String> targets = new ArrayList<>(usable());
    targets.removeAll(leaving);
    Arrangement arrangement = new Arrangement(restricted());
    for (String node : leaving) {
      for (Piece piece : new ArrayList<>(arrangement.held(node).descendingSet())) {
        moveToEmptiest(arrangement, piece, node, targets, refusals);
      }
    }
    PlanChecks.refuse(title, refusals);
    return plan(title, arrangement.result(), List.of());
  }

  private static void moveToEmptiest(
      Arrangement arrangement,
      Piece piece,
      String from,
      Collection<String> targets,
      List<String> refusals) {
    targets.stream()
        .filter(to -> arrangement.canMove(piece, from, to))
        .min(emptiest(arrangement))
        .ifPresentOrElse(
            to -> arrangement.move(piece, from, to),
            () ->
                refusals.add(
                    "%s of %s has no other node to lie on%s: add a node, or lower n"
                        .formatted(
                            piece.range.range(),
                            piece.database,
                            arrangement.zone(from).isEmpty()
                                ? ""
                                : " in zone "
                                    + arrangement.zone(from)
                                    + " or one without a copy")));
  }

  static Comparator<String> emptiest(Arrangement arrangement) {
    return Comparator.<String>comparingLong(arrangement::bytes)
        .thenComparing(node -> arrangement.held(node).size())
        .thenComparing(node -> node);
  }

  /**
   * Takes what one node holds and spreads it over it and these others: from one node to many. Each
   * database is made even by itself, so that no node has all of the one that matters; ranges that
   * do not divide go where least lies.
   */
  public Plan spread(String from, Collection<String> others) {
    String title = "spread " + from + " over " + String.join(", ", new TreeSet<>(others));
    TreeSet<String> group = new TreeSet<>(others);
    group.add(from);
    PlanChecks.refuse(title, new PlanChecks(layout).unusable(group));
    group.remove(from);
    Arrangement arrangement = new Arrangement(restricted());
    new Spread(arrangement, from, group).run(databases);
    return plan(title, arrangement.result(), List.of());
  }

  /** Puts the databases of these plans on these nodes alone, each range on as many as now. */
  public Plan placeOn(Collection<String> nodes) {
    TreeSet<String> wanted = new TreeSet<>(nodes);
    String title = "place on " + String.join(", ", wanted);
    List<String> refusals = new PlanChecks(layout).unusable(wanted);
    Arrangement arrangement = new Arrangement(restricted());
    for (String database : databases) {
      for (Piece piece : arrangement.pieces(database)) {
        for (String node : new TreeSet<>(piece.nodes)) {
          if (!wanted.contains(node)) {
            moveToEmptiest(arrangement, piece, node, wanted, refusals);
          }
        }
      }
    }
    PlanChecks.refuse(title, refusals);
    return plan(title, arrangement.result(), List.of());
  }

  /**
   * Gives each range so many copies: new ones on the emptiest nodes, first in zones that have none,
   * and the fullest nodes lose theirs, first in zones that have several.
   */
  public Plan replicas(int n) {
    String title = "n=" + n;
    List<String> usable = usable();
    if (n < 1 || n > usable.size()) {
      PlanChecks.refuse(
          title, List.of("n=%d on %d nodes that can take copies".formatted(n, usable.size())));
    }
    Arrangement arrangement = new Arrangement(restricted());
    Replicas replicas = new Replicas(arrangement, usable);
    for (String database : databases) {
      arrangement.pieces(database).forEach(piece -> replicas.make(piece, n));
    }
    return plan(title, arrangement.result(), List.of());
  }

  /**
   * Gives each range so many copies in each of these zones, and none elsewhere: what {@code
   * [cluster] placement} says for new databases, for those that exist. Copies that lie well stay.
   */
  public Plan placement(Map<String, Integer> copiesByZone) {
    String title = "placement " + new TreeMap<>(copiesByZone);
    Arrangement arrangement = new Arrangement(restricted());
    Replicas replicas = new Replicas(arrangement, usable());
    List<String> refusals = replicas.refusals(copiesByZone);
    PlanChecks.refuse(title, refusals);
    for (String database : databases) {
      arrangement.pieces(database).forEach(piece -> replicas.place(piece, copiesByZone));
    }
    return plan(title, arrangement.result(), List.of());
  }

  private Plan plan(String title, ClusterLayout after, List<String> notes) {
    List<PlannedStep> steps = new MoveSteps(layout, after, deleteFiles).steps();
    PlanChecks.refuse(title, new PlanChecks(layout).moves(steps, free));
    List<String> all = new ArrayList<>(notes);
    if (!steps.isEmpty()) {
      all.add(FOLLOWERS);
    }
    return PlanChecks.carriedOut(new Plan(title, steps, all), handlers);
  }

  private ClusterLayout restricted() {
    List<DatabaseLayout> some =
        layout.databases().stream()
            .filter(database -> databases.contains(database.name()))
            .toList();
    return new ClusterLayout(layout.nodes(), some);
  }

  private List<String> usable() {
    return layout.nodes().stream()
        .filter(ClusterLayout.Node::isUsable)
        .map(ClusterLayout.Node::name)
        .toList();
  }

  private static long lowerBound(Arrangement arrangement, List<String> nodes) {
    long average = nodes.stream().mapToLong(arrangement::bytes).sum() / Math.max(1, nodes.size());
    return nodes.stream().mapToLong(node -> Math.max(0, arrangement.bytes(node) - average)).sum();
  }
}
