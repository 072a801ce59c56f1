package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.InjectedFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CutOverTest extends CutOverCases {
  /** Shared by all tests of this class; it ends with the virtual machine. */
  private static final EmbeddedCouchDb SERVER = EmbeddedCouchDb.builder().start();

  @Override
  Site site() {
    return Site.embedded(SERVER);
  }

  @Test
  void localDocumentsNeedNotFitIntoOneAnswer() {
    try (Site site = site()) {
      Database source = site.create("locals");
      Database target = site.create("locals-copy");
      String text = "x".repeat(1 << 20);
      for (int i = 0; i < 70; i++) {
        source.put("_local/large-" + i, Map.of("text", text));
      }
      CutOverReport report = CutOver.between(source, target).check().await(Duration.ofMinutes(2));
      assertThat(report.ownLocalDocuments()).hasSize(70);
    }
  }

  /** CouchDB before 3.4 lists what its copies keep, and does not give it by its id. */
  @Test
  void whatCouchDbKeepsAboutItsOwnFilesIsNoDifference() {
    try (Site site = site()) {
      Database source = site.create("kept");
      Database target = site.create("kept-copy");
      source.put("_local/shard-sync-x-y", Map.of("seq", 3));
      source.put("_local/mine", Map.of("n", 1));
      try (InjectedFault fault =
          SERVER.inject(
              Fault.on("GET", "/" + source.name() + "/_local/shard-sync-x-y").status(404))) {
        CutOver sides = CutOver.between(source, target);
        assertThat(sides.copyLocalDocuments(id -> true)).isEqualTo(1);
        CutOverReport report = sides.check().await(Duration.ofMinutes(2));
        assertThat(report.isSame()).as(report.toString()).isTrue();
        assertThat(fault.hits()).isZero();
      }
    }
  }

  @Test
  void sumsThatDifferAreADifferenceWhateverTheCountsSay() {
    CutOverReport.Side side = new CutOverReport.Side(1, 0, 1, 0);
    CutOverReport report =
        new CutOverReport(side, side, false, List.of(), 0, List.of(), 0, List.of(), List.of());
    assertThat(report.isSameContent()).isFalse();
    assertThat(report.toString())
        .contains("stop all writers, and check again", "both sides differ");
  }
}
