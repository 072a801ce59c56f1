package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.StepHandlers;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A small world in which one plan is cut once, and what must be true in it afterwards. */
abstract class CutScene implements AutoCloseable {
  static final int DOCUMENTS = 12;

  /** The client to which the plan is applied. */
  abstract CouchDb couch();

  abstract EmbeddedCouchDb server();

  /** The plan, made now. */
  abstract Plan plan();

  /**
   * Tells whether going back is refused in the state that the plan was cut in.
   *
   * @param done steps
   * @param passed moments
   */
  abstract boolean isBeyondReturn(int done, List<String> passed);

  /** Requires that the plan has reached its aim. */
  abstract void requireDone();

  /** All is as it was, with {@code done} steps of the plan carried out. */
  abstract void requireBack(int done);

  @Override
  public abstract void close();

  StepHandlers changes() {
    return ClusterPlans.builder(couch())
        .atOnce(1)
        .quiet(Duration.ofMillis(5))
        .patience(Duration.ofSeconds(20))
        .build()
        .steps();
  }

  /** All that has been written is where it belongs. */
  final void settle() {
    settle(server());
  }

  static void settle(EmbeddedCouchDb server) {
    try {
      assertThat(server.background().awaitIdle(Duration.ofSeconds(20))).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Embedded nodes that lose no time. */
  static EmbeddedCouchDb hasty(EmbeddedCouchDb.Builder builder) {
    EmbeddedCouchDb server = builder.start();
    server.background().mapDelay(Duration.ofMillis(3)).syncDelay(Duration.ofMillis(3));
    server.background().reshardTime(Duration.ofMillis(70));
    return server;
  }

  static CouchDb client(EmbeddedCouchDb server) {
    return CouchDb.builder(server.uris()).credentials(KillWorld.ADMIN).attempts(1).build();
  }

  /** The nodes of each range. */
  static SortedMap<String, SortedSet<String>> map(ClusterLayout layout, String database) {
    SortedMap<String, SortedSet<String>> map = new TreeMap<>();
    Optional<DatabaseLayout> known = layout.database(database);
    assertThat(known).as(database).isPresent();
    known.get().ranges().forEach(range -> map.put(range.range().toString(), range.nodes()));
    return map;
  }

  /** Files of a database that its map does not name, by node. */
  static Set<String> strays(ClusterLayout layout, String database) {
    Set<String> strays = new TreeSet<>();
    for (ClusterLayout.Node node : layout.nodes()) {
      node.strays().stream()
          .filter(file -> file.contains("/" + database + "."))
          .forEach(file -> strays.add(node.name() + " " + file));
    }
    return strays;
  }

  /** The problems of the nodes and of these databases. */
  static List<Finding> findings(ClusterLayout layout, String... databases) {
    List<Finding> found = new ArrayList<>();
    for (Finding finding : layout.findings()) {
      boolean concerns =
          LayoutProblem.isOfCluster(finding) || List.of(databases).contains(finding.subject());
      if (concerns && !finding.is(LayoutProblem.SETTINGS_DIFFER)) {
        found.add(finding);
      }
    }
    return found;
  }

  /** The same documents, leaves, attachments and settings through every node that is up. */
  final void requireContent(KillData data, Map<String, String> content) {
    for (int address = 0; address < server().nodes().size(); address++) {
      if (server().node(address).isUp() && !isOutside(address)) {
        assertThat(data.read(address)).as("through node %d", address).isEqualTo(content);
      }
    }
  }

  /** Tells whether the node of that address is no member now. */
  boolean isOutside(int address) {
    return false;
  }
}
