package io.github.chthosting.couchdb.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.couchdb.DatabaseInfo.Sizes;
import io.github.chthosting.couchdb.FakeCouch;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenancePartsTest {
  @ParameterizedTest
  @CsvSource({
    "22:00, 04:00, 2026-01-01T21:30:00Z, true",
    "22:00, 04:00, 2026-01-01T20:59:59Z, false",
    "22:00, 04:00, 2026-01-02T02:59:59Z, true",
    "22:00, 04:00, 2026-01-02T03:00:00Z, false",
    "01:00, 05:00, 2026-01-02T00:00:00Z, true",
    "01:00, 05:00, 2026-01-02T04:00:00Z, false",
    "00:00, 00:00, 2026-01-02T12:00:00Z, true",
  })
  void aWindowIsOfItsZoneAndMayGoOverMidnight(
      String from, String to, Instant moment, boolean inside) {
    TimeWindow window =
        new TimeWindow(LocalTime.parse(from), LocalTime.parse(to), ZoneId.of("+01:00"));
    assertThat(window.contains(moment)).isEqualTo(inside);
  }

  @Test
  void aReportIsSortedByWhatCanBeFreed() {
    FragmentationReport report =
        new FragmentationReport(
            List.of(
                new Fragmentation("a", Optional.empty(), new Sizes(100, 90, 0)),
                new Fragmentation("b", Optional.of("app"), new Sizes(5_000_000, 1_000_000, 0)),
                new Fragmentation("c", Optional.empty(), new Sizes(0, 0, 0))));
    assertThat(report.files())
        .extracting(Fragmentation::name)
        .containsExactly("b/_design/app", "a", "c");
    assertThat(report.reclaimable()).isEqualTo(4_000_010);
    assertThat(report.indexBytes()).isEqualTo(1_000_000);
    assertThat(report.table()).contains("b/_design/app").contains("4.0 MB").contains("80%");
    assertThat(report.json().path("files").path(0).path("design").asString("")).isEqualTo("app");
  }

  @Test
  void smooshIsReadFromEachMemberAndRefusedBefore34() {
    try (FakeCouch fake = new FakeCouch()) {
      fake.answer("{'all_nodes':['a@x'],'cluster_nodes':['a@x']}")
          .answer("{'couchdb':'Welcome','version':'3.4.1'}")
          .answer(
              "{'channels':{'ratio_dbs':{'starting':1,'waiting':{'size':56,'min':1.125,'max':11.5},'active':2}}}");
      assertThat(Maintenance.of(fake.couch()).smoosh())
          .containsExactly(
              new SmooshStatus(
                  "a@x", List.of(new SmooshStatus.Channel("ratio_dbs", 2, 1, 56, 1.125, 11.5))));
    }
    try (FakeCouch fake = new FakeCouch()) {
      fake.answer("{'all_nodes':['a@x'],'cluster_nodes':['a@x']}")
          .answer("{'couchdb':'Welcome','version':'3.3.3'}");
      assertThatThrownBy(() -> Maintenance.of(fake.couch()).smoosh())
          .isExactlyInstanceOf(UnsupportedVersionException.class)
          .hasMessageContaining("_smoosh is unsupported by CouchDB 3.3.3: needs 3.4 or later");
    }
  }

  private static String task(String range, int done, int total) {
    return ("{'type':'indexer','node':'a@x','database':'shards/%s/medic/x.1600000000','design_document':'_design/:staged:medic',"
            + "'changes_done':%d,'total_changes':%d,'started_on':1,'updated_on':2}")
        .formatted(range, done, total);
  }

  @Test
  void anIndexIsAllItsRangesAndThoseThatAreReadyCountOn() {
    try (FakeCouch fake = new FakeCouch()) {
      String info = "{'name':'x','view_index':{'sizes':{'file':3000,'active':10,'external':10}}}";
      fake.answer("[" + task("00-7f", 50, 100) + "," + task("80-ff", 10, 100) + "]").answer(info);
      IndexWatch watch = IndexWatch.of(fake.couch());
      IndexProgress first = watch.observe().get(0);
      assertThat(first.name()).isEqualTo("medic/x/_design/:staged:medic");
      assertThat(first.isStaged()).isTrue();
      assertThat(first.percent()).isEqualTo(30);
      assertThat(first.forecast()).hasValue(10_000);
      assertThat(first.remaining()).isEmpty();
      fake.answer("[" + task("80-ff", 20, 100) + "]").answer(info);
      IndexProgress second = watch.observe().get(0);
      assertThat(second.percent()).isEqualTo(60);
      assertThat(second.remaining()).isPresent();
      fake.answer("[]");
      assertThat(watch.observe()).isEmpty();
    }
  }
}
