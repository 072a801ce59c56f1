package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.cluster.Arrangement.Piece;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes plans that move copies of ranges. Pure: from a layout to a plan, without a server. Carry
 * them out with {@link ShardMoves}. Immutable.
 *
 * <p>Each method throws {@link PlanRefusedException}, with every reason at once, when the layout
 * has findings in a database that is to be touched, a target is no member, does not answer or is in
 * maintenance mode, resharding is under way, or a range would have too few nodes to lie on.
 */
public final class ShardPlans {
  private final ClusterLayout layout;
  private final Set<String> databases;
  private final boolean deleteFiles;

  private ShardPlans(ClusterLayout layout, Set<String> databases, boolean deleteFiles) {
    this.layout = layout;
    this.databases = databases;
    this.deleteFiles = deleteFiles;
  }

  /** Plans for all databases of this layout. */
  public static ShardPlans of(ClusterLayout layout) {
    Set<String> all = new TreeSet<>();
    layout.databases().forEach(database -> all.add(database.name()));
    return new ShardPlans(layout, all, false);
  }

  /** Looks at these databases alone; all others stay as they are. */
  public ShardPlans only(Collection<String> names) {
    return new ShardPlans(layout, new TreeSet<>(names), deleteFiles);
  }

  /** Deletes the files of copies that left, once theirs is proven elsewhere. Default: they stay. */
  public ShardPlans deletingFiles() {
    return new ShardPlans(layout, databases, true);
  }

  /** Makes all members even, with few bytes moved. */
  public Plan rebalance(Balance balance) {
    String title = "rebalance by " + (balance == Balance.COUNT ? "count" : "bytes");
    List<String> usable = usable();
    Arrangement touched = new Arrangement(restricted());
    long bound = balance == Balance.BYTES ? lowerBound(touched, usable) : 0;
    new Rebalance(touched, usable).run(balance);
    List<String> notes = new ArrayList<>();
    if (balance == Balance.BYTES) {
      notes.add(
          "%s are moved; %s is the least that would make all nodes exactly even"
              .formatted(Cost.words(touched.moved()), Cost.words(bound)));
    }
    return plan(title, touched.result(), notes);
  }

  /** Takes everything off these nodes, onto the others, the emptiest first. */
  public Plan drain(String... nodes) {
    Set<String> leaving = new TreeSet<>(List.of(nodes));
    String title = "drain " + String.join(", ", leaving);
    List<String> refusals = new ArrayList<>();
    List<String> targets = new ArrayList<>(usable());
    targets.removeAll(leaving);
    Arrangement arrangement = new Arrangement(restricted());
    for (String node : leaving) {
      for (Piece piece : new ArrayList<>(arrangement.held(node).descendingSet())) {
        moveToEmptiest(arrangement, piece, node, targets, refusals);
      }
    }
    refuse(title, refusals);
    return plan(title, arrangement.result(), List.of());
  }

  private static void moveToEmptiest(
      Arrangement arrangement,
      Piece piece,
      String from,
      List<String> targets,
      List<String> refusals) {
    targets.stream()
        .filter(to -> arrangement.canMove(piece, from, to))
        .min(
            Comparator.<String>comparingLong(arrangement::bytes)
                .thenComparing(to -> arrangement.held(to).size())
                .thenComparing(to -> to))
        .ifPresentOrElse(
            to -> arrangement.move(piece, from, to),
            () ->
                refusals.add(
                    "%s has no other node to lie on: add a node, or lower n"
                        .formatted(piece.range.range())));
  }

  /** Takes what one node holds and spreads it over it and these others: from one node to many. */
  public Plan spread(String from, Collection<String> others) {
    String title = "spread " + from + " over " + String.join(", ", new TreeSet<>(others));
    TreeSet<String> group = new TreeSet<>(others);
    group.add(from);
    refuse(title, unusable(group));
    Arrangement arrangement = new Arrangement(restricted());
    new Rebalance(arrangement, List.copyOf(group)).run(Balance.COUNT);
    return plan(title, arrangement.result(), List.of());
  }

  /** Puts the databases of these plans on these nodes alone, each range on as many as now. */
  public Plan placeOn(Collection<String> nodes) {
    TreeSet<String> wanted = new TreeSet<>(nodes);
    String title = "place on " + String.join(", ", wanted);
    List<String> refusals = unusable(wanted);
    Arrangement arrangement = new Arrangement(restricted());
    for (String database : databases) {
      for (Piece piece : arrangement.pieces(database)) {
        for (String node : new TreeSet<>(piece.nodes)) {
          if (!wanted.contains(node)) {
            moveToEmptiest(arrangement, piece, node, List.copyOf(wanted), refusals);
          }
        }
      }
    }
    refuse(title, refusals);
    return plan(title, arrangement.result(), List.of());
  }

  /** Gives each range so many copies: new ones on the emptiest nodes, none on the fullest. */
  public Plan replicas(int n) {
    String title = "n=" + n;
    List<String> usable = usable();
    if (n < 1 || n > usable.size()) {
      refuse(title, List.of("n=%d on %d nodes that can take copies".formatted(n, usable.size())));
    }
    Arrangement arrangement = new Arrangement(restricted());
    for (String database : databases) {
      arrangement.pieces(database).forEach(piece -> toReplicas(arrangement, piece, n, usable));
    }
    return plan(title, arrangement.result(), List.of());
  }

  private static void toReplicas(Arrangement arrangement, Piece piece, int n, List<String> usable) {
    Comparator<String> emptiest =
        Comparator.<String>comparingLong(arrangement::bytes)
            .thenComparing(node -> arrangement.held(node).size())
            .thenComparing(node -> node);
    while (piece.nodes.size() < n) {
      usable.stream()
          .filter(node -> !piece.nodes.contains(node))
          .min(emptiest)
          .ifPresent(node -> arrangement.add(piece, node));
    }
    while (piece.nodes.size() > n) {
      new TreeSet<>(piece.nodes)
          .stream().max(emptiest).ifPresent(node -> arrangement.remove(piece, node));
    }
  }

  private Plan plan(String title, ClusterLayout after, List<String> notes) {
    List<Step> steps = new MoveSteps(layout, after, deleteFiles).steps();
    refuse(title, reasons(steps));
    List<String> all = new ArrayList<>(notes);
    if (!steps.isEmpty()) {
      all.add("followers of _changes get the rows of moved ranges once more (docs/shards.md)");
    }
    return new Plan(title, steps, all);
  }

  private List<String> reasons(List<Step> steps) {
    List<String> reasons = new ArrayList<>();
    if (!steps.isEmpty() && layout.resharding()) {
      reasons.add("resharding is under way: wait for it, or stop it (PUT /_reshard/state)");
    }
    Set<String> touched = new HashSet<>();
    steps.forEach(step -> touched.add(step.argument("db")));
    for (LayoutFinding finding : layout.findings()) {
      boolean harmless =
          finding.kind() == LayoutFinding.Kind.UNDER_REPLICATED
              || finding.kind() == LayoutFinding.Kind.OVER_REPLICATED;
      if (touched.contains(finding.database()) && !harmless) {
        reasons.add(finding.toString());
      }
    }
    for (DatabaseLayout database : layout.databases()) {
      if (database.partitioned() && touched.contains(database.name())) {
        reasons.add(
            database.name() + " is partitioned: a node cannot be told so when it creates a file");
      }
    }
    return reasons;
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
        .filter(node -> node.reachable() && !node.maintenance())
        .map(ClusterLayout.Node::name)
        .toList();
  }

  private List<String> unusable(Set<String> nodes) {
    List<String> refusals = new ArrayList<>();
    for (String node : nodes) {
      ClusterLayout.Node known = layout.node(node).orElse(null);
      if (known == null) {
        refusals.add(node + " is no member of the cluster: add it first");
      } else if (!known.reachable()) {
        refusals.add(node + " does not answer: start it first");
      } else if (known.maintenance()) {
        refusals.add(node + " is in maintenance mode: end that first");
      }
    }
    return refusals;
  }

  private static void refuse(String title, List<String> refusals) {
    if (!refusals.isEmpty()) {
      throw new PlanRefusedException(title, refusals);
    }
  }

  private static long lowerBound(Arrangement arrangement, List<String> nodes) {
    long average = nodes.stream().mapToLong(arrangement::bytes).sum() / Math.max(1, nodes.size());
    return nodes.stream().mapToLong(node -> Math.max(0, arrangement.bytes(node) - average)).sum();
  }
}
