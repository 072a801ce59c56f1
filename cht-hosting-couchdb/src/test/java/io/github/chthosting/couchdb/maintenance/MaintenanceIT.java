package io.github.chthosting.couchdb.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.replication.Site;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class MaintenanceIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Site site = Site.real();
  private Database database;

  @BeforeEach
  void fragment() {
    database = site.create("m");
    ObjectNode design = site.couch.mapper().createObjectNode().put("_id", "_design/app");
    design.putObject("views").putObject("by").put("map", "function(d){emit(d.name,null)}");
    database.put(Document.of(design));
    Site.fill(database, 0, 3000);
    for (int round = 0; round < 4; round++) {
      List<Document> edits = new ArrayList<>();
      for (var row : database.request("GET", "_all_docs").json().path("rows")) {
        if (row.path("id").asString("").startsWith("doc-")) {
          String rev = row.path("value").path("rev").asString("");
          edits.add(Document.of(row.path("id").asString("")).rev(rev).set("name", "r" + round));
        }
      }
      database.bulk().write(edits);
      build(message -> {});
    }
  }

  private int build(Consumer<IndexProgress> watcher) {
    return IndexBuild.of(site.couch)
        .design(database.name(), "app")
        .watching(watcher)
        .start()
        .await(LIMIT);
  }

  @AfterEach
  void cleanUp() {
    site.close();
  }

  private Compaction compaction(long free) {
    return Compaction.of(site.couch, () -> free)
        .databases(database.name()::equals)
        .leastBytes(0)
        .leastShare(0.05)
        .reserve(1000);
  }

  @Test
  void compactsDatabaseAndViewsAndTellsWhatItFreed() {
    FragmentationReport before = Maintenance.of(site.couch).fragmentation(database.name()::equals);
    assertThat(before.files()).hasSize(2);
    assertThat(before.reclaimable()).isPositive();
    CompactionReport report = compaction(Long.MAX_VALUE).start().await(LIMIT);
    assertThat(report.left()).isEmpty();
    assertThat(report.done()).as(report.toString()).isNotEmpty();
    assertThat(report.freed()).as(report.toString()).isPositive();
    assertThat(database.info().documents()).isEqualTo(3001);
    assertThat(database.info().sizes().file()).isLessThan(bytes(before));
  }

  private static long bytes(FragmentationReport report) {
    return report.files().stream()
        .filter(file -> file.design().isEmpty())
        .mapToLong(file -> file.sizes().file())
        .sum();
  }

  @Test
  void compactsNothingWithoutRoomOrOutsideTheWindow() {
    CompactionReport full = compaction(2000).start().await(LIMIT);
    assertThat(full.done()).isEmpty();
    assertThat(full.left())
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.reason()).contains("2.0 kB free"));
    TimeWindow night = new TimeWindow(LocalTime.of(1, 0), LocalTime.of(2, 0), ZoneOffset.UTC);
    CompactionReport late =
        compaction(Long.MAX_VALUE)
            .within(night)
            .clock(Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC))
            .start()
            .await(LIMIT);
    assertThat(late.done()).isEmpty();
    assertThat(late.left())
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.reason()).contains("the window is over: 01:00 to 02:00"));
  }

  @Test
  void cleansUpIndexesThatNoDesignDocumentHas() {
    database.delete("_design/app", database.rev("_design/app").orElseThrow());
    assertThat(Maintenance.of(site.couch).cleanUp(database.name()::equals))
        .containsExactly(database.name());
  }

  @Test
  void everyMemberTellsOfItsSmoosh() {
    List<SmooshStatus> all = Maintenance.of(site.couch).smoosh();
    assertThat(all).hasSize(Cluster.of(site.couch).membership().members().size());
    assertThat(all.get(0).channels()).extracting(SmooshStatus.Channel::name).contains("ratio_dbs");
  }

  @Test
  void buildsAnIndexThatIsNotThereYet() {
    ObjectNode design = site.couch.mapper().createObjectNode().put("_id", "_design/app2");
    String slow = "function(d){var s='';for(var i=0;i<3000;i++){s+=i%7}emit(s.length,d.name)}";
    design.putObject("views").putObject("slow").put("map", slow);
    database.put(Document.of(design));
    List<IndexProgress> seen = new ArrayList<>();
    int built =
        IndexBuild.of(site.couch)
            .design(database.name(), "app2")
            .watching(seen::add)
            .start()
            .await(LIMIT);
    assertThat(built).isEqualTo(1);
    assertThat(database.design("app2").views().sizes().external()).isPositive();
    assertThat(seen).allSatisfy(one -> assertThat(one.design()).isEqualTo("app2"));
  }
}
