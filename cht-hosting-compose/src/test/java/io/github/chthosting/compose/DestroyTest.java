package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.internal.destroy.RemoveDataVolume;
import io.github.chthosting.compose.internal.destroy.RemoveVolumes;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Destroying one instance never takes anything of another. */
class DestroyTest {
  private final FakeEngine engine = new FakeEngine();
  private final FakeProjects projects = new FakeProjects(engine);
  private final ComposePlatform platform = projects.platform();
  private final Path folder;

  DestroyTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A copy of an installation says the same project; the containers are the other one's. */
  @Test
  void aCopyIsNotTheInstanceThatRuns() throws IOException {
    Path live = folder.resolve("cht");
    Path copy = folder.resolve("cht-copy");
    projects.write(live, "cht");
    projects.start(live, "cht");
    projects.write(copy, "cht");
    ComposeInstance instance = platform.installation(copy).orElseThrow();
    String refusal = "project cht runs in " + live + ", and " + copy + " says the same name";
    assertThatThrownBy(() -> instance.planDestroy("cht", true))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining(refusal);
    assertThatThrownBy(instance::planStart)
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining(refusal);
    assertThat(engine.commands()).noneMatch(each -> each.startsWith("rm"));
  }

  /** Planned while nothing ran, carried out when another one does. */
  @Test
  void whatCameAfterThePlanIsLeftAlone() throws IOException {
    Path live = folder.resolve("cht");
    Path copy = folder.resolve("cht-copy");
    projects.write(live, "cht");
    projects.write(copy, "cht");
    ComposeInstance instance = platform.installation(copy).orElseThrow();
    Plan destroy = instance.planDestroy("cht", true);
    Plan start = instance.planStart();
    projects.start(live, "cht");
    for (Plan plan : List.of(destroy, start)) {
      try (Journal journal = Journal.in(folder.resolve("journal of " + plan.title()))) {
        assertThatThrownBy(() -> plan.apply(journal).await())
            .isInstanceOf(PlanRefusedException.class);
      }
    }
    try (Journal journal = Journal.in(folder.resolve("journal of start cht"))) {
      assertThat(platform.rollBack(journal).await()).isTrue();
    }
    assertThat(engine.commands()).noneMatch(each -> each.matches("(rm|stop|compose) .*"));
    assertThat(copy.resolve("compose/.env")).exists();
  }

  @Test
  void theInstallationIsNoDataFolder() throws IOException {
    for (String setting : List.of("COUCHDB_DATA=", "COUCHDB_DATA=.", "COUCHDB_DATA=..")) {
      projects.write(folder.resolve("cht"), "cht", setting);
      Files.writeString(folder.resolve("cht/notes.txt"), "mine");
      ComposeInstance instance = platform.installation(folder.resolve("cht")).orElseThrow();
      assertThat(safely(instance)).as(setting).noneMatch(each -> each.startsWith("remove-data"));
    }
  }

  private static List<String> safely(ComposeInstance instance) {
    try {
      return instance.planDestroy("cht", true).steps().stream()
          .map(step -> PlanSteps.name(step) + " " + step.step())
          .toList();
    } catch (PlanRefusedException e) {
      assertThat(e).hasMessageContaining("holds the installation itself");
      return List.of();
    }
  }

  /**
   * Data stays that others use: by another path, within it, and by containers that Compose did not
   * make.
   */
  @Test
  void dataThatOthersHaveStays() throws IOException {
    Path real = Files.createDirectories(folder.resolve("disk/couchdb"));
    Files.writeString(real.resolve("_dbs.couch"), "data");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("disk"));
    projects.write(folder.resolve("cht"), "cht", "COUCHDB_DATA=" + real);
    ComposeInstance instance = platform.installation(folder.resolve("cht")).orElseThrow();
    ObjectNode other = engine.container("other", "couchdb", "x/couchdb:3", Map.of());
    for (Path source : List.of(real, link.resolve("couchdb"), real.resolve("inner"))) {
      other.remove("Mounts");
      FakeEngine.mount(other, source.toString(), "/opt/couchdb/data");
      assertThatThrownBy(() -> instance.planDestroy("cht", true))
          .as(source.toString())
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("container other-couchdb-1 has ");
    }
    other.remove("Mounts");
    Plan plan = instance.planDestroy("cht", true);
    FakeEngine.mount(other, link.resolve("couchdb").toString(), "/opt/couchdb/data");
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      assertThatThrownBy(() -> plan.apply(journal).await())
          .hasMessageContaining("container other-couchdb-1 has ")
          .hasMessageNotContaining("Nothing was changed");
      // Who does not want it any more is not held by it for ever.
      assertThat(platform.rollBack(journal).await()).isTrue();
      assertThat(journal.unfinished()).isEmpty();
    }
    assertThat(real.resolve("_dbs.couch")).exists();
  }

  private ComposeInstance withDataInAVolume() throws IOException {
    Path cht = folder.resolve("cht");
    projects.write(cht, "cht", "COUCHDB_DATA=cht-data");
    projects.start(cht, "cht");
    FakeEngine.volume(engine.get("cht-couchdb-1"), "cht_cht-data", "/opt/couchdb/data");
    engine.answering(
        "volume ls --quiet --filter label=com.docker.compose.project=cht",
        "cht_cht-data",
        "cht_cht-ssl");
    return platform.instance("cht").orElseThrow();
  }

  private void remove(ComposeInstance instance, boolean data) {
    List<PlannedStep> volumes =
        instance.planDestroy("cht", data).steps().stream()
            .filter(each -> each.is(RemoveVolumes.class) || each.is(RemoveDataVolume.class))
            .toList();
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      new Plan("volumes", volumes).carriedOutBy(platform.handlers()).apply(journal).await();
    }
  }

  @Test
  void dataInAVolumeStaysUnlessItIsToGo() throws IOException {
    ComposeInstance instance = withDataInAVolume();
    assertThat(instance.planDestroy("cht", false).notes())
        .contains("kept: data in the volume cht_cht-data");
    remove(instance, false);
    assertThat(engine.commands())
        .filteredOn(each -> each.startsWith("volume rm"))
        .containsExactly("volume rm cht_cht-ssl");
    assertThat(instance.planDestroy("cht", true).notes())
        .contains("- data in the volume cht_cht-data");
    remove(instance, true);
    assertThat(engine.commands()).contains("volume rm cht_cht-data");
  }

  /** Data is looked for right before the removal, whatever was known when it was planned. */
  @Test
  void aVolumeThatGotDataSinceStays() throws IOException {
    Path mounted = Files.createDirectories(folder.resolve("volumes/cht_cht-data/_data"));
    Path cht = folder.resolve("cht");
    projects.write(cht, "cht");
    projects.start(cht, "cht");
    engine.answering(
        "volume ls --quiet --filter label=com.docker.compose.project=cht", "cht_other");
    engine.answering("volume inspect --format {{.Mountpoint}} cht_other", mounted.toString());
    ComposeInstance instance = platform.instance("cht").orElseThrow();
    Files.writeString(mounted.resolve("_dbs.couch"), "data");
    remove(instance, false);
    assertThat(engine.commands()).noneMatch(each -> each.startsWith("volume rm"));
    remove(instance, true);
    assertThat(engine.commands()).contains("volume rm cht_other");
  }

  /** A volume that the engine will not remove is not said to go. */
  @Test
  void aVolumeOfAnotherProjectIsNotSaidToGo() throws IOException {
    ComposeInstance instance = withDataInAVolume();
    engine.answering(
        "volume ls --quiet --filter label=com.docker.compose.project=cht", "cht_cht-ssl");
    assertThat(instance.planDestroy("cht", true).notes())
        .contains(
            "kept: data in the volume cht_cht-data, which is not this project's: 'docker volume rm'"
                + " removes it");
  }
}
