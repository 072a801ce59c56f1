package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.LegacyInstance;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy of the data of 3.x where the host is not as one would like it. */
class LegacyMoveTest {
  private static final String STATE = "inspect --format {{.State.Running}}";

  private final FakeEngine engine =
      new FakeEngine()
          .answering("inspect --format {{.HostConfig.RestartPolicy.Name}}", "always")
          .answering(STATE, "false 2026-11-20T12:00:00Z");
  private final ComposePlatform platform = ComposePlatform.builder(engine).build();
  private final Path folder;
  private final Path data;
  private final Path copy;

  LegacyMoveTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
    this.data = this.folder.resolve("srv").resolve(LegacyInstance.DATA);
    this.copy = this.folder.resolve("cht/couchdb");
  }

  private LegacyInstance old(boolean running) {
    return new LegacyInstance(
        "old", "old-medic-os-1", "medic-os:x", running, folder.resolve("srv").toString());
  }

  private Plan plan(boolean running) {
    ComposeDeployment target =
        ComposeDeployment.builder("cht", "4.21.0", folder.resolve("cht")).build();
    return LegacyMove.plan(platform, old(running), target);
  }

  private void apply(Plan plan) {
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.apply(journal).await();
    }
  }

  private void rollBack() {
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      assertThat(platform.rollBack(journal).await()).isTrue();
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  @Test
  void dataBehindLinksIsCopied() throws IOException {
    Path disk = folder.resolve("disk");
    write(disk.resolve("_dbs.couch"), "maps");
    write(folder.resolve("larger/medic.1.couch"), "documents");
    Files.createSymbolicLink(disk.resolve("shards"), folder.resolve("larger"));
    Files.createDirectories(data.resolveSibling("."));
    Files.createSymbolicLink(data, disk);
    Plan plan = plan(true);
    assertThat(plan.cost().bytes()).isEqualTo(13);
    apply(plan);
    assertThat(copy.resolve("_dbs.couch")).hasContent("maps");
    assertThat(copy.resolve("shards/medic.1.couch")).hasContent("documents");
  }

  @Test
  void aFolderBehindALinkIsFilled() throws IOException {
    write(data.resolve("_dbs.couch"), "maps");
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Files.createDirectories(copy.resolveSibling("."));
    Files.createSymbolicLink(copy, disk);
    apply(plan(true));
    assertThat(disk.resolve("_dbs.couch")).hasContent("maps");
  }

  @Test
  void aLinkThatLeadsNowhereIsNotLeftOut() throws IOException {
    write(data.resolve("_dbs.couch"), "maps");
    Files.createSymbolicLink(data.resolve("shards"), folder.resolve("unmounted"));
    Plan plan = plan(true);
    assertThatThrownBy(() -> apply(plan))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("couchdb/data/shards leads nowhere");
  }

  @Test
  void whatOthersPutThereMeanwhileIsNeitherOverwrittenNorDeleted() throws IOException {
    write(data.resolve("_dbs.couch"), "maps");
    Plan plan = plan(true);
    write(copy.resolve("_dbs.couch"), "of another");
    assertThatThrownBy(() -> apply(plan))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("couchdb is not empty any more");
    rollBack();
    assertThat(copy.resolve("_dbs.couch")).hasContent("of another");
  }

  @Test
  void whatWasSetAsideStays() throws IOException {
    write(data.resolve("_dbs.couch"), "maps");
    write(copy.resolve("given-up-1/_dbs.couch"), "earlier");
    apply(plan(true));
    assertThat(copy.resolve("_dbs.couch")).hasContent("maps");
    assertThat(copy.resolve("given-up-1/_dbs.couch")).hasContent("earlier");
  }

  @Test
  void aContainerThatRunsAgainIsNotCopied() throws IOException {
    write(data.resolve("_dbs.couch"), "maps");
    engine.answering(STATE, "true 2026-11-22T12:00:00Z");
    Plan plan = plan(true);
    assertThatThrownBy(() -> apply(plan))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("old-medic-os-1 runs again");
    assertThat(copy).doesNotExist();
  }

  @Test
  void aTargetWithinTheOldDataIsRefused() throws IOException {
    write(data.resolve("_dbs.couch"), "maps");
    ComposeDeployment target =
        ComposeDeployment.builder("cht", "4.21.0", folder.resolve("cht"))
            .dataFolders(data.resolve("new"))
            .build();
    assertThatThrownBy(() -> LegacyMove.plan(platform, old(true), target))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("is within the old data");
  }

  /** Taken back, what was stopped by hand before is not started. */
  @Test
  void whatDidNotRunIsNotStarted() throws IOException {
    write(data.resolve("_dbs.couch"), "maps");
    Plan plan = plan(false);
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      assertThatThrownBy(() -> plan.around(KilledRunner::new).apply(journal).await())
          .hasMessage("killed");
    }
    rollBack();
    assertThat(engine.commands())
        .contains("update --restart always old-medic-os-1")
        .noneMatch(each -> each.startsWith("start "));
  }

  /** Killed when all was copied, and CouchDB was started on it by hand before it is taken back. */
  @Test
  void aCopyThatIsInUseIsNotDeleted() throws IOException {
    write(data.resolve("_dbs.couch"), "maps");
    Plan plan = plan(true);
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      assertThatThrownBy(() -> plan.around(KilledAfterCopy::new).apply(journal).await())
          .hasMessage("killed");
    }
    FakeEngine.mount(
        engine.container("cht", "couchdb", "x/couchdb:3", Map.of()),
        copy.toString(),
        "/opt/couchdb/data");

    assertThatThrownBy(this::rollBack)
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("cht-couchdb-1 has ")
        .hasMessageContaining("Nothing was deleted");
    assertThat(copy.resolve("_dbs.couch")).hasContent("maps");
  }

  private record KilledAfterCopy(StepHandler<Step> handler) implements StepHandler<Step> {
    @Override
    public void run(Step step, Marks marks, WorkContext context) throws Exception {
      handler.run(step, marks, context);
      if (step.describe().startsWith("copy")) {
        throw new IllegalStateException("killed");
      }
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
      handler.rollBack(step, marks, context);
    }
  }
}
