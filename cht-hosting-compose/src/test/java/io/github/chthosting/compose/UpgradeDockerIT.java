package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.DOCKER;
import static io.github.chthosting.compose.TestInstance.IMAGES;
import static io.github.chthosting.compose.TestInstance.PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.deployment.UpgradeOptions;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.compose.testing.MortalCli;
import io.github.chthosting.compose.testing.TestRelease;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.UnfinishedPlan;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Upgrades from one version to the next and back, on a real engine; what was written before is
 * there after.
 */
class UpgradeDockerIT {
  private static final UpgradeOptions OPTIONS = UpgradeOptions.defaults().acceptingSmallDisk();

  private final Path folder;

  UpgradeDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Plan plan(TestInstance cht, String version) {
    return cht.observed().planUpgrade(ChtVersion.of(version), OPTIONS);
  }

  private static Map<String, String> texts(TestInstance cht) {
    Map<String, String> texts = new TreeMap<>();
    cht.observed().files().forEach(file -> texts.put(file.name(), file.text()));
    return texts;
  }

  private static List<String> images(TestInstance cht) {
    return cht.observed().containers().stream().map(each -> each.status().image()).toList();
  }

  @Test
  void thereAndBack() throws IOException, InterruptedException {
    thereAndBack("4.21.0", "5.0.2", Topology.CLUSTERED, StartedBy.STANDARD);
  }

  @Tag("series")
  @ParameterizedTest
  @CsvSource({"4.21.0,5.0.2,SINGLE,DIRECT", "5.0.1,5.0.2,CLUSTERED,STANDARD"})
  void thereAndBack(String old, String fresh, Topology topology, StartedBy mode)
      throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(folder)) {
      cht.install(old, topology, mode);
      cht.awaitHealthy(old);
      cht.write(0, 20);
      Map<String, String> texts = texts(cht);
      List<String> images = images(cht);

      Plan plan = plan(cht, fresh);
      assertThat(plan.toString())
          .contains("~ image of api", "/cht-api:" + old + " -> ", "/cht-api:" + fresh)
          .contains("disk ", "CouchDB uses");
      cht.apply(plan);
      cht.awaitHealthy(fresh);
      assertThat(cht.observed().version()).contains(ChtVersion.of(fresh));
      assertThat(cht.observed().isUp()).isTrue();
      cht.assertWritten(20);
      assertThat(plan(cht, fresh).isEmpty()).isTrue();
      cht.write(20, 30);

      Plan back = cht.observed().planUpgradeBack();
      assertThat(back.title())
          .isEqualTo("roll back %s %s -> %s".formatted(cht.project, fresh, old));
      cht.apply(back);
      cht.awaitHealthy(old);
      cht.assertWritten(30);
      assertThat(texts(cht)).isEqualTo(texts);
      assertThat(images(cht)).containsExactlyElementsOf(images);
      assertThat(cht.observed().isUp()).isTrue();
    }
  }

  @Test
  void missingImagesChangeNothingAndAFailingCouchDbIsTakenBack()
      throws IOException, InterruptedException {
    aFailingImageIsTakenBack("5.0.8", "couchdb");
  }

  @Tag("series")
  @Test
  void aFailingApiIsTakenBack() throws IOException, InterruptedException {
    aFailingImageIsTakenBack("5.0.7", "api");
  }

  private void aFailingImageIsTakenBack(String version, String service)
      throws IOException, InterruptedException {
    IMAGES.buildFailing(version, service);
    try (TestInstance cht = new TestInstance(folder)) {
      cht.install("5.0.1", Topology.SINGLE, StartedBy.DIRECT);
      cht.awaitHealthy("5.0.1");
      cht.write(0, 10);
      imagesThatCannotBeHadChangeNothing(cht);
      Map<String, String> texts = texts(cht);
      Plan plan = plan(cht, version);
      assertThatThrownBy(() -> cht.apply(plan))
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("of service " + service + " ends again and again, with exit code 1")
          .hasMessageContaining("made to fail")
          .hasMessageContaining("Rolled back: " + cht.project + " runs 5.0.1 again");
      cht.awaitHealthy("5.0.1");
      assertThat(cht.observed().version()).contains(ChtVersion.of("5.0.1"));
      assertThat(texts(cht)).isEqualTo(texts);
      cht.assertWritten(10);
      givenUp(cht, plan);
      assertThat(cht.observed().isUp()).isTrue();
    }
  }

  private static void imagesThatCannotBeHadChangeNothing(TestInstance cht) {
    List<String> before = cht.observed().containers().stream().map(Container::id).toList();
    Map<String, String> texts = texts(cht);
    ComposePlatform platform =
        ComposePlatform.builder(DOCKER).releases(renamed("5.0.2", "5.9.9")).build();
    Plan plan =
        platform.instance(cht.project).orElseThrow().planUpgrade(ChtVersion.of("5.9.9"), OPTIONS);
    assertThatThrownBy(() -> cht.apply(plan, platform))
        .isInstanceOf(DockerException.class)
        .hasMessageContaining("registry cannot be reached");
    assertThat(cht.observed().containers()).extracting(Container::id).isEqualTo(before);
    assertThat(texts(cht)).isEqualTo(texts);
    assertThat(cht.observed().isUp()).isTrue();
    givenUp(cht, plan);
  }

  private static void givenUp(TestInstance cht, Plan plan) {
    try (Journal journal = Journal.in(cht.folder.resolve(".cht-hosting/journal"))) {
      assertThat(journal.unfinished()).map(UnfinishedPlan::id).contains(plan.id());
      PLATFORM.rollBack(journal).await();
      assertThat(journal.unfinished()).isEmpty();
    }
  }

  /** Files of a release whose images nobody has. */
  private static ReleaseSource renamed(String of, String version) {
    ReleaseSource source = TestRelease.source(IMAGES);
    return new ReleaseSource() {
      @Override
      public Release fetch(ChtVersion wanted, Topology topology) {
        return new Release(
            wanted,
            source.fetch(ChtVersion.of(of), topology).files().stream()
                .map(
                    file ->
                        new ReleaseFile(file.name(), file.text().replace(":" + of, ":" + version)))
                .toList());
      }

      @Override
      public ReleaseFile upgradeService() {
        return source.upgradeService();
      }
    };
  }

  @Tag("series")
  @Test
  void killedAfterEachChangeAndResumed() throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(folder)) {
      cht.install("5.0.1", Topology.SINGLE, StartedBy.DIRECT);
      cht.awaitHealthy("5.0.1");
      cht.write(0, 10);
      IMAGES.build("5.0.2").build("5.0.3");
      Plan plan = plan(cht, "5.0.2");
      Set<String> deaths = new HashSet<>();
      while (cht.applyMortal(plan, deaths::add) instanceof MortalCli.Killed) {
        assertThat(deaths).hasSizeLessThan(30);
      }
      // Stopped: writers, their way, CouchDB, its index; started: CouchDB, all.
      assertThat(deaths).hasSizeGreaterThanOrEqualTo(6);
      cht.awaitHealthy("5.0.2");
      assertThat(cht.observed().version()).contains(ChtVersion.of("5.0.2"));
      assertThat(cht.observed().isUp()).isTrue();
      assertThat(plan(cht, "5.0.2").isEmpty()).isTrue();
      cht.assertWritten(10);

      // And taken back from the middle: CouchDB's containers are the new version's by then.
      Plan next = plan(cht, "5.0.3");
      assertThat(cht.applyMortal(next, words -> words.contains(" up ")))
          .isInstanceOf(MortalCli.Killed.class);
      try (Journal journal = Journal.in(cht.folder.resolve(".cht-hosting/journal"))) {
        assertThat(PLATFORM.rollBack(journal).await()).isTrue();
      }
      cht.awaitHealthy("5.0.2");
      assertThat(cht.observed().version()).contains(ChtVersion.of("5.0.2"));
      cht.assertWritten(10);
    }
  }
}
