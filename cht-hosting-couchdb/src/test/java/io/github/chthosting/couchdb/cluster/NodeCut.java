package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** Plans about a node; {@code other} is the one that comes in its place, or its new name. */
enum NodeCut {
  ADD,
  REMOVE,
  REPLACE,
  REPLACE_WITH_LOSS,
  RENAME_THE_ONLY,
  RENAME_ONE_OF_TWO,
  ENTER_MAINTENANCE,
  LEAVE_MAINTENANCE,
  ZONE;

  private static final String A = KillWorld.NAMES.get(0);
  private static final String B = KillWorld.NAMES.get(1);
  private static final String C = KillWorld.NAMES.get(2);
  private static final String MEDIC = "medic";
  private static final String SINGLE = "single";

  /** Nodes of one scene, with a database. */
  record World(EmbeddedCouchDb server, CouchDb couch, String node, String other) {}

  World open(Path folder) {
    return switch (this) {
      case ADD -> twoAndOneApart();
      case RENAME_THE_ONLY -> renamed(folder, List.of(B), List.of(C));
      case RENAME_ONE_OF_TWO -> renamed(folder, List.of(A, B), List.of(A, C));
      default -> three(folder);
    };
  }

  private static World twoAndOneApart() {
    EmbeddedCouchDb server =
        CutScene.hasty(EmbeddedCouchDb.builder().nodes(3).names(A, B, C).joined(false));
    CouchDb couch = client(server, A, B);
    ClusterSetup.run(couch, KillWorld.ADMIN, "0.0.0.0");
    KillData.create(couch, MEDIC, 2, 2, CutScene.DOCUMENTS);
    return new World(server, couch, C, C);
  }

  /** The same files under another name. */
  private static World renamed(Path folder, List<String> before, List<String> after) {
    EmbeddedCouchDb.Builder old = EmbeddedCouchDb.builder().nodes(before.size()).folder(folder);
    try (EmbeddedCouchDb server = CutScene.hasty(old.names(before.toArray(String[]::new)));
        CouchDb couch = CutScene.client(server)) {
      KillData.create(couch, MEDIC, 2, 1, CutScene.DOCUMENTS);
      couch.request("PUT", "_node", "_local", "_nodes", B).body(zoned(couch)).json();
      CutScene.settle(server);
    }
    EmbeddedCouchDb.Builder now = EmbeddedCouchDb.builder().nodes(after.size()).folder(folder);
    EmbeddedCouchDb server = CutScene.hasty(now.names(after.toArray(String[]::new)));
    CouchDb couch = CutScene.client(server);
    return new World(server, couch, B, C);
  }

  private static Object zoned(CouchDb couch) {
    return ((ObjectNode) couch.node().localDatabase("_nodes", B)).put("zone", "z2");
  }

  private World three(Path folder) {
    EmbeddedCouchDb server = CutScene.hasty(EmbeddedCouchDb.builder().nodes(3).names(A, B, C));
    CouchDb couch = CutScene.client(server);
    couch.databases().forEach(name -> couch.database(name).delete());
    KillData.create(couch, MEDIC, 1, 2, CutScene.DOCUMENTS);
    if (this == REPLACE_WITH_LOSS) {
      KillData.create(couch, SINGLE, 2, 1, CutScene.DOCUMENTS);
    }
    CutScene.settle(server);
    Set<String> holders = new TreeSet<>(Cluster.of(couch).shards(MEDIC).nodes());
    List<String> others = new ArrayList<>(KillWorld.NAMES);
    others.removeAll(holders);
    String free = others.get(0);
    if (this == REPLACE_WITH_LOSS) {
      holders.retainAll(Cluster.of(couch).shards(SINGLE).nodes());
    }
    String holder = List.copyOf(holders).get(0);
    prepare(server, couch, holder, folder);
    return new World(server, couch, this == REMOVE ? free : holder, free);
  }

  private void prepare(EmbeddedCouchDb server, CouchDb couch, String holder, Path folder) {
    if (this == REPLACE || this == REPLACE_WITH_LOSS) {
      server.node(KillWorld.NAMES.indexOf(holder)).stop();
    } else if (this == LEAVE_MAINTENANCE) {
      try (Journal journal = Journal.in(folder.resolve("before"))) {
        Plan enter = NodePlanner.of(ClusterLayout.of(couch)).enterMaintenance(holder);
        enter.carriedOutBy(Cluster.of(couch).plans().steps()).apply(journal).await();
      }
    }
  }

  static CouchDb client(EmbeddedCouchDb server, String... names) {
    List<URI> uris = new ArrayList<>();
    for (String name : names) {
      uris.add(server.uri(KillWorld.NAMES.indexOf(name)));
    }
    return CouchDb.builder(uris).credentials(KillWorld.ADMIN).attempts(1).build();
  }

  Plan plan(World world) {
    NodePlanner plans = NodePlanner.of(ClusterLayout.of(world.couch()));
    return switch (this) {
      case ADD -> plans.add(candidate(world), "z1");
      case REMOVE -> plans.remove(world.node());
      case REPLACE -> plans.replace(world.node(), world.other());
      case REPLACE_WITH_LOSS -> plans.acceptingLoss().replace(world.node(), world.other());
      case RENAME_THE_ONLY, RENAME_ONE_OF_TWO -> plans.rename(world.node(), world.other());
      case ENTER_MAINTENANCE -> plans.enterMaintenance(world.node());
      case LEAVE_MAINTENANCE -> plans.leaveMaintenance(world.node());
      case ZONE -> plans.zone(world.node(), "z1");
    };
  }

  private static NodeCandidate candidate(World world) {
    try (CouchDb fresh = client(world.server(), world.node())) {
      return NodeCandidate.of(fresh);
    }
  }

  void requireDone(World world, ClusterLayout layout) {
    ClusterLayout.Node node = layout.node(world.node()).orElse(null);
    ClusterLayout.Node other = layout.node(world.other()).orElse(null);
    switch (this) {
      case ADD, ZONE -> assertThat(node).extracting(ClusterLayout.Node::zone).isEqualTo("z1");
      case ENTER_MAINTENANCE, LEAVE_MAINTENANCE ->
          assertThat(node)
              .extracting(ClusterLayout.Node::maintenance)
              .isEqualTo(this == ENTER_MAINTENANCE);
      case REMOVE -> assertThat(node).isNull();
      case REPLACE, REPLACE_WITH_LOSS -> {
        assertThat(node).isNull();
        assertThat(CutScene.map(layout, MEDIC).values())
            .allSatisfy(nodes -> assertThat(nodes).hasSize(2).contains(world.other()));
      }
      case RENAME_THE_ONLY, RENAME_ONE_OF_TWO -> {
        assertThat(node).isNull();
        assertThat(other).extracting(ClusterLayout.Node::zone).isEqualTo("z2");
      }
    }
  }
}
