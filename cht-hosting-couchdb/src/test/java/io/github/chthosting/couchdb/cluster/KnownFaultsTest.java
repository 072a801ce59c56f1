package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.migration.MigrationCheck;
import io.github.chthosting.couchdb.server.CouchDbFault;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of CouchDB itself: named where they may strike, and not walked into. */
class KnownFaultsTest extends EmbeddedClusterCase {
  private static final Map<String, Object> INDEX =
      Map.of("nouveau", Map.of("names", Map.of("index", "function (doc) {}")));

  KnownFaultsTest(@TempDir Path folder) {
    super(folder);
  }

  private Map<String, List<String>> revision(String id) {
    return Map.of(id, List.of(couch.database("medic").rev(id).orElseThrow()));
  }

  private PlanRefusedException refusal() {
    Map<String, List<String>> revisions = revision("d1");
    return catchThrowableOfType(
        PlanRefusedException.class, () -> couch.database("medic").upkeep().purge(revisions));
  }

  private long sent(EmbeddedCouchDb to) {
    return to.requests().stream().filter(each -> each.path().endsWith("/_purge")).count();
  }

  private void enableNouveau(EmbeddedCouchDb nodes) {
    nodes.nodes().forEach(node -> node.config("nouveau", "enable", "true"));
  }

  private void maintain(int node, boolean on) {
    server.node(node).config("couchdb", "maintenance_mode", Boolean.toString(on));
  }

  @Test
  void aPurgeThatWouldBreakANouveauIndexIsNotSent() {
    fill("medic", 2, 2);
    enableNouveau(server);
    assertThat(couch.database("medic").upkeep().purge(revision("d0"))).containsKey("d0");
    couch.database("medic").put("_design/search", INDEX);
    server.clearRequests();
    PlanRefusedException refused = refusal();
    assertThat(refused)
        .hasMessageStartingWith("POST /medic/_purge refused: medic: ")
        .hasMessageContaining("_design/search")
        .hasMessageContaining("apache/couchdb#6118")
        .hasMessageEndingWith(". Nothing was changed.");
    assertThat(refused.findings())
        .singleElement()
        .satisfies(one -> assertThat(one.is(CouchDbFault.NOUVEAU_AFTER_PURGE)).isTrue());
    assertThat(sent(server)).isZero();
    assertThat(couch.database("medic").find("d1")).isPresent();
  }

  @Test
  void anIndexThatTheServerDoesNotBuildIsNotBroken() {
    fill("medic", 2, 2);
    couch.database("medic").put("_design/search", INDEX);
    assertThat(couch.database("medic").upkeep().purge(revision("d1"))).containsKey("d1");
  }

  @Test
  void theClusterSaysThatPurgesBreakItsIndexes() {
    fill("medic", 2, 2);
    enableNouveau(server);
    List<Finding> findings = ClusterLayout.of(couch).findings();
    assertThat(findings).extracting(Finding::code).containsOnly("couchdb.nouveau-after-purge");
    assertThat(findings).extracting(Finding::subject).containsExactly(A, B, C);
    assertThat(findings).extracting(Finding::severity).containsOnly(Finding.Severity.WARNING);
    assertThat(MigrationCheck.of(couch).findings())
        .filteredOn(finding -> finding.is(CouchDbFault.NOUVEAU_AFTER_PURGE))
        .extracting(Finding::severity)
        .containsOnly(Finding.Severity.WARNING);
  }

  @Test
  void aPurgeThatANodeInMaintenanceWouldMissIsNotSent() {
    fill("medic", 2, 3);
    maintain(1, true);
    server.clearRequests();
    PlanRefusedException refused = refusal();
    assertThat(refused).hasMessageContaining(B).hasMessageContaining("apache/couchdb#4844");
    assertThat(refused.findings())
        .singleElement()
        .satisfies(one -> assertThat(one.is(CouchDbFault.PURGES_MISSED)).isTrue());
    assertThat(sent(server)).isZero();
    maintain(1, false);
    assertThat(couch.database("medic").upkeep().purge(revision("d1"))).containsKey("d1");
  }

  @Test
  void aNodeThatHasNoCopyOfTheDatabaseMissesNothing() {
    fill("medic", 1, 1);
    String holder = Cluster.of(couch).shards("medic").nodes().get(0);
    for (int node = 0; node < 3; node++) {
      maintain(node, !server.node(node).name().equals(holder));
    }
    assertThat(couch.database("medic").upkeep().purge(revision("d1"))).containsKey("d1");
  }

  @Test
  void aPlanForMaintenanceSaysThatPurgesWouldBeMissed() {
    fill("medic", 2, 3);
    Plan plan = NodePlanner.of(whole(couch)).enterMaintenance(B);
    assertThat(plan.notes()).anySatisfy(note -> assertThat(note).contains("apache/couchdb#4844"));
    maintain(1, true);
    assertThat(ClusterLayout.of(couch).findings())
        .singleElement()
        .satisfies(one -> assertThat(one.is(CouchDbFault.PURGES_MISSED)).isTrue())
        .satisfies(one -> assertThat(one.subject()).isEqualTo(B));
  }

  @Test
  void maintenanceDoesNotEndWhileTheNodeHasWhatOthersPurged() {
    fill("medic", 2, 3);
    Database medic = couch.at(0).database("medic");
    Map<String, List<String>> revisions = revision("d1");
    server.background().pauseShards();
    maintain(1, true);
    medic.request("POST", "_purge").body(revisions).json();
    Plan plan = NodePlanner.of(ClusterLayout.of(couch)).leaveMaintenance(B);
    ClusterPlans plans = ClusterPlans.builder(couch).patience(Duration.ofSeconds(1)).build();
    try (Journal journal = Journal.in(folder)) {
      PlanRefusedException refused =
          catchThrowableOfType(
              PlanRefusedException.class,
              () -> plan.carriedOutBy(plans.steps()).apply(journal).await());
      assertThat(refused.findings())
          .allSatisfy(one -> assertThat(one.is(CouchDbFault.PURGES_MISSED)).isTrue())
          .extracting(Finding::subject)
          .containsExactly("medic");
      assertThat(refused).hasMessageContaining("purge the same revisions again");
      assertThat(couch.at(1).isUp()).isFalse();
      // The way out that the message names.
      maintain(1, false);
      medic.upkeep().purge(revisions);
      plans.resume(journal).await();
    }
    assertThat(couch.at(1).database("medic").find("d1")).map(Document::id).isEmpty();
  }

  @Test
  void otherVersionsPurgeAsAsked() {
    try (EmbeddedCouchDb old = EmbeddedCouchDb.builder().version("3.3.3").start();
        CouchDb client = CouchDb.builder(old.uri()).credentials(ADMIN).build()) {
      enableNouveau(old);
      Database medic = client.database("medic");
      medic.create();
      medic.put("_design/search", INDEX);
      String rev = medic.put("d1", Map.of());
      assertThat(medic.upkeep().purge(Map.of("d1", List.of(rev)))).containsKey("d1");
    }
  }
}
