package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plans cut by killing our process or a node. {@code -Dkills.runs=100} for many, {@code
 * -Dkills.seed=N} for those of a report.
 */
@Tag("series")
class KillSeriesTest {
  private static final int RUNS = Integer.getInteger("kills.runs", 2);
  private static final long SEED = Long.getLong("kills.seed", 1);

  @Test
  void isResumedOrTakenBackWithNothingLost(@TempDir Path folder) {
    try (KillWorld world = KillWorld.embedded()) {
      assertThat(KillSeries.run(world, folder, RUNS, SEED)).hasSize(RUNS);
    }
  }
}
