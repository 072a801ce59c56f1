package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link KillSeriesTest} with real nodes, which are killed by SIGKILL. */
class KillSeriesNodesIT {
  private static final int RUNS = Integer.getInteger("kills.runs", 2);
  private static final long SEED = Long.getLong("kills.seed", 1);

  @Test
  void isResumedOrTakenBackWithNothingLost(@TempDir Path folder) {
    try (KillWorld world = KillWorld.real(folder.resolve("nodes"))) {
      assertThat(KillSeries.run(world, folder, RUNS, SEED)).hasSize(RUNS);
    }
  }
}
