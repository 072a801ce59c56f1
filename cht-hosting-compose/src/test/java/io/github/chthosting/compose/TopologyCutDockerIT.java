package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.DOCKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.testing.MortalCli;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of the topology that is killed at each change of the engine, both ways. */
@Tag("series")
class TopologyCutDockerIT extends TopologyCase {
  TopologyCutDockerIT(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void killedAfterEachChangeAndResumed() throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(folder)) {
      cht.install(VERSION, Topology.SINGLE, StartedBy.DIRECT);
      cht.awaitHealthy(VERSION);
      cht.write(0, 30);
      Map<String, Long> alone = copies(cht);
      Plan plan = cht.observed().planToCluster(OPTIONS);
      Set<String> deaths = new HashSet<>();
      List<String> written = new ArrayList<>();
      Predicate<String> deadly =
          words -> {
            if (words.contains(" up ") && words.contains(" couchdb-1.local") && isUp(cht, "api")) {
              written.add(words);
            }
            return deaths.add(words);
          };
      while (cht.applyMortal(plan, deadly) instanceof MortalCli.Killed) {
        assertThat(deaths).hasSizeLessThan(40);
        reboot(cht);
      }
      assertThat(written).as("api ran while the nodes were named").isEmpty();
      // Stopped: writers, their way, CouchDB, its index; gone: the old; started: CouchDB, all.
      assertThat(deaths).hasSizeGreaterThanOrEqualTo(7);
      cht.awaitHealthy(VERSION);
      assertCluster(cht, alone);
      cht.assertWritten(30);

      // And the way to one node taken back from the middle, when that one ran already.
      Plan back = cht.observed().planToSingle(OPTIONS);
      AtomicInteger ups = new AtomicInteger();
      assertThat(
              cht.applyMortal(back, words -> words.contains(" up ") && ups.incrementAndGet() == 2))
          .isInstanceOf(MortalCli.Killed.class);
      takenBackByMortals(cht);
      cht.awaitHealthy(VERSION);
      assertThat(cht.observed().topology()).isEqualTo(Topology.CLUSTERED);
      assertThat(copies(cht).get("couchdb@couchdb-1.local")).isEqualTo(sum(alone));
      cht.assertWritten(30);
    }
  }

  /** Starts what was stopped, as the restart policy of the CHT does after a reboot. */
  private static void reboot(TestInstance cht) {
    cht.observed()
        .containers("api")
        .forEach(each -> DOCKER.run(DockerCommand.of("start", each.id())));
  }

  private static boolean isUp(TestInstance cht, String service) {
    return cht.observed().containers(service).stream()
        .anyMatch(each -> each.status().state().equals("running"));
  }

  /** Killed after each change of the way back too. */
  private static void takenBackByMortals(TestInstance cht) {
    Set<String> deaths = new HashSet<>();
    Path folder = cht.folder.resolve(".cht-hosting/journal");
    Throwable end = new AssertionError();
    while (end != null) {
      ComposePlatform platform = TestInstance.mortal(deaths::add, Duration.ofMinutes(1));
      try (Journal journal = Journal.in(folder)) {
        end = catchThrowable(() -> platform.rollBack(journal).await());
      }
      if (end != null) {
        assertThat(end).isInstanceOf(MortalCli.Killed.class);
      }
      assertThat(deaths).hasSizeLessThan(30);
    }
    assertThat(deaths).hasSizeGreaterThanOrEqualTo(6);
  }
}
