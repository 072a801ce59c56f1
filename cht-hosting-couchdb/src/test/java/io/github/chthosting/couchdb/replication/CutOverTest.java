package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.testkit.EmbeddedCouchDb;
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
