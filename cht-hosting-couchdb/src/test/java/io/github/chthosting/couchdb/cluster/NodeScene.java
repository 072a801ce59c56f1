package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Nodes of its own, one of which is added, removed, replaced, renamed or changed. */
final class NodeScene extends CutScene {
  private final NodeCut kind;
  private final NodeCut.World world;
  private final CouchDb all;
  private final KillData data;
  private final Map<String, String> content;
  private final SortedMap<String, String> before;
  private final Plan plan;

  NodeScene(NodeCut kind, Path folder) {
    this.kind = kind;
    this.world = kind.open(folder);
    this.all = client(world.server());
    settle();
    this.data = new KillData(all, "medic");
    this.content = isReadable() ? read() : Map.of();
    this.before = state(ClusterLayout.of(world.couch()));
    this.plan = kind.plan(world);
  }

  /** Under a name that no map has, nothing can be read. */
  private boolean isReadable() {
    return kind != NodeCut.RENAME_THE_ONLY && kind != NodeCut.RENAME_ONE_OF_TWO;
  }

  private Map<String, String> read() {
    for (int address = 0; address < world.couch().addresses().size(); address++) {
      if (server().node(address).isUp()) {
        return data.read(address);
      }
    }
    throw new IllegalStateException("no node is up");
  }

  /** Members with what they are, and all maps. */
  private static SortedMap<String, String> state(ClusterLayout layout) {
    SortedMap<String, String> state = new TreeMap<>();
    for (ClusterLayout.Node node : layout.nodes()) {
      state.put(node.name(), "%s %s".formatted(node.zone(), node.maintenance()));
      node.strays().forEach(file -> state.put(node.name() + " " + file, "stray"));
    }
    for (DatabaseLayout database : layout.databases()) {
      state.put("map of " + database.name(), map(layout, database.name()).toString());
    }
    return state;
  }

  @Override
  CouchDb couch() {
    return all;
  }

  @Override
  EmbeddedCouchDb server() {
    return world.server();
  }

  @Override
  Plan plan() {
    return plan;
  }

  /**
   * Tells whether settings of the node were changed: its earlier values may be secret, so none is
   * kept for a way back.
   */
  @Override
  boolean isBeyondReturn(int done, List<String> passed) {
    return passed.stream().anyMatch(moment -> moment.startsWith("after align-node, mark set:"));
  }

  @Override
  void requireDone() {
    settle();
    ClusterLayout layout = observed();
    List<Finding> findings = new ArrayList<>(findings(layout, "medic", "single"));
    findings.removeIf(finding -> kind == NodeCut.REMOVE && finding.is(LayoutProblem.NOT_ADDED));
    assertThat(findings).isEmpty();
    kind.requireDone(world, layout);
    assertThat(layout.nodes()).allSatisfy(node -> assertThat(node.strays()).isEmpty());
    if (isReadable()) {
      requireContent(data, content);
    } else {
      assertThat(read()).hasSizeGreaterThan(DOCUMENTS);
    }
  }

  /** The layout as the nodes see it that are members then. */
  private ClusterLayout observed() {
    if (kind != NodeCut.REMOVE) {
      return ClusterLayout.measured(all);
    }
    List<String> names = new ArrayList<>(KillWorld.NAMES);
    names.remove(world.node());
    try (CouchDb rest = NodeCut.client(server(), names.toArray(String[]::new))) {
      return ClusterLayout.measured(rest);
    }
  }

  @Override
  boolean isOutside(int address) {
    return kind == NodeCut.REMOVE && server().node(address).name().equals(world.node());
  }

  @Override
  void requireBack(int done) {
    settle();
    if (done == 0) {
      assertThat(state(ClusterLayout.of(world.couch()))).isEqualTo(before);
    }
    if (isReadable()) {
      assertThat(read()).isEqualTo(content);
    }
    requirePlannedAnew(done);
  }

  private void requirePlannedAnew(int done) {
    ClusterLayout layout = ClusterLayout.of(world.couch());
    if (kind == NodeCut.ADD) {
      requireAddedAnew();
    } else if (done == 0) {
      assertThat(kind.plan(world).id()).isEqualTo(plan.id());
    } else if (map(layout, "medic").toString().equals(before.get("map of medic"))) {
      assertThat(kind.plan(world).isEmpty()).isFalse();
    } else {
      // The lost node's copies are out: what is left to do is to have more again.
      ShardPlanner plans = ShardPlanner.of(layout).only(List.of("medic"));
      assertThat(plans.replicas(2).isEmpty()).isFalse();
    }
  }

  /** A node that has seen a cluster's maps would bring them along into the next. */
  private void requireAddedAnew() {
    try {
      assertThat(kind.plan(world).isEmpty()).isFalse();
    } catch (PlanRefusedException e) {
      assertThat(e).hasMessageContaining("Start it with an empty data folder");
    }
  }

  @Override
  public void close() {
    all.close();
    world.couch().close();
    world.server().close();
  }
}
