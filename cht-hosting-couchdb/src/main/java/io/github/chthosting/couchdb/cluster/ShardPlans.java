package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.cluster.Arrangement.Piece;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes plans that move copies of ranges. Pure: from a layout to a plan, without a server. Carry
 * them out with {@link ClusterChanges}. Immutable.
 *
 * <p>Each method throws {@link PlanRefusedException}, with every reason at once, when the layout
 * has findings in a database that is to be touched, a target is no member, does not answer or is in
 * maintenance mode, resharding is under way, a range would have too few nodes to lie on, or disk is
 * short ({@link #freeBytes}). A cluster with a member that does not answer, with mixed versions,
 * with credentials that one node refuses, or with clocks apart is left alone.
 *
 * <p>Where nodes lie in two or more zones, no move makes a range lie in fewer of them.
 */
public final class ShardPlans {
  private static final String FOLLOWERS =
      "followers of _changes get the rows of moved ranges once more (docs/shards.md)";

  private final ClusterLayout layout;
  private final Set<String> databases;
  private final boolean deleteFiles;
  private final Map<String, Long> free;

  private ShardPlans(
      ClusterLayout layout, Set<String> databases, boolean deleteFiles, Map<String, Long> free) {
    this.layout = layout;
    this.databases = databases;
    this.deleteFiles = deleteFiles;
    this.free = free;
  }

  /** Plans for all databases of this layout. */
  public static ShardPlans of(ClusterLayout layout) {
    Set<String> all = new TreeSet<>();
    layout.databases().forEach(database -> all.add(database.name()));
    return new ShardPlans(layout, all, false, Map.of());
  }

  /** Looks at these databases alone; all others stay as they are. */
  public ShardPlans only(Collection<String> names) {
    return new ShardPlans(layout, new TreeSet<>(names), deleteFiles, free);
  }

  /** Deletes the files of copies that left, once theirs is proven elsewhere. Default: they stay. */
  public ShardPlans deletingFiles() {
    return new ShardPlans(layout, databases, true, free);
  }

  /**
   * Free bytes on the disks of these nodes, by name: a plan that would put more than half of them
   * on a node is refused. CouchDB does not tell its free disk in any answer ({@code _system} and
   * {@code _prometheus} do not have it; {@code [disk_monitor]} only refuses writes), so whoever
   * looks after the machines has to say. Nodes that are not named are not checked.
   */
  public ShardPlans freeBytes(Map<String, Long> bytes) {
    return new ShardPlans(layout, databases, deleteFiles, Map.copyOf(bytes));
  }

  /** Moves copies without regard to zones; {@link #placement} needs them. Default: with. */
  public ShardPlans ignoringZones() {
    List<ClusterLayout.Node> plain =
        layout.nodes().stream().map(ClusterLayout.Node::withoutZone).toList();
    ClusterLayout zoneless =
        new ClusterLayout(plain, layout.databases(), layout.resharding(), layout.remarks());
    return new ShardPlans(zoneless, databases, deleteFiles, free);
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
              .formatted(Cost.words(arrangement.moved()), Cost.words(bound)));
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
        .forEach(node -> refusals.add(node + " is no member of the cluster and holds nothing"));
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
    List<Step> steps = new MoveSteps(layout, after, deleteFiles).steps();
    PlanChecks.refuse(title, new PlanChecks(layout).moves(steps, free));
    List<String> all = new ArrayList<>(notes);
    if (!steps.isEmpty()) {
      all.add(FOLLOWERS);
    }
    return new Plan(title, steps, all);
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
