package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What destroying one instance must never take of another. */
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
        assertThatThrownBy(() -> plan.apply(journal, platform.changes()).await())
            .isInstanceOf(PlanRefusedException.class);
      }
    }
    try (Journal journal = Journal.in(folder.resolve("journal of start cht"))) {
      assertThat(journal.rollBack(platform.changes()).await()).isTrue();
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
          .map(step -> step.action() + " " + step.arguments().get("path"))
          .toList();
    } catch (PlanRefusedException e) {
      assertThat(e).hasMessageContaining("holds the installation itself");
      return List.of();
    }
  }

  /** By another path, within it, and by containers that Compose did not make. */
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
      assertThatThrownBy(() -> plan.apply(journal, platform.changes()).await())
          .hasMessageContaining("container other-couchdb-1 has ")
          .hasMessageNotContaining("Nothing was changed");
      // Who does not want it any more is not held by it for ever.
      assertThat(journal.rollBack(platform.changes()).await()).isTrue();
      assertThat(journal.unfinished()).isEmpty();
    }
    assertThat(real.resolve("_dbs.couch")).exists();
  }
}
