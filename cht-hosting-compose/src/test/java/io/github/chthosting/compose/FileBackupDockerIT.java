package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.files.FileSnapshot;
import io.github.chthosting.compose.files.FileTool;
import io.github.chthosting.compose.files.FileToolException;
import io.github.chthosting.compose.files.FileToolProblem;
import io.github.chthosting.compose.files.Retention;
import io.github.chthosting.compose.internal.files.VerifyFiles;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of an instance that runs, in repositories of the real borg and restic, and back. */
class FileBackupDockerIT {
  private static final Retention DAILY = new Retention(1, 0, 0);

  private final Path root;

  FileBackupDockerIT(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void copiedVerifiedRestoredAndStarted() throws Exception {
    copiedVerifiedRestoredAndStarted(FileTool.BORG);
  }

  /** Copies with restic; in the gate, {@code HostMoveDockerIT} copies and restores with it. */
  @Tag("series")
  @Test
  void byResticToo() throws Exception {
    copiedVerifiedRestoredAndStarted(FileTool.RESTIC);
  }

  private void copiedVerifiedRestoredAndStarted(FileTool tool) throws Exception {
    try (TestInstance cht = new TestInstance(root)) {
      cht.install("5.0.2", Topology.SINGLE, StartedBy.DIRECT);
      cht.awaitHealthy("5.0.2");
      write(cht, 0);
      cht.apply(cht.observed().planRecord());
      copied(cht, tool);
      String password = cht.observed().environment().get("COUCHDB_PASSWORD").orElseThrow();
      cht.apply(cht.observed().planDestroy(cht.project, true));
      restored(cht, tool, password);
    }
  }

  private FileRepository repository(FileTool tool) {
    return new FileRepository(
        tool, root.resolve(tool.program()).toString(), root.resolve(tool.program() + ".pass"));
  }

  private void copied(TestInstance cht, FileTool tool) throws Exception {
    FileRepository repository = repository(tool);
    FileBackups backups = FileBackups.in(repository);
    ComposeInstance instance = cht.observed();
    assertThatThrownBy(() -> backups.planBackup(instance, DAILY))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("cannot be read: make it");
    repository.makePassPhrase();
    assertThatThrownBy(backups::snapshots)
        .isInstanceOf(FileToolException.class)
        .extracting(e -> ((FileToolException) e).problem())
        .isEqualTo(FileToolProblem.NO_REPOSITORY);
    cht.apply(backups.planBackup(instance, DAILY));
    String first = backups.snapshots().get(0).name();
    Thread.sleep(1100);
    write(cht, 150);
    cht.apply(backups.planBackup(instance, DAILY));
    assertThat(backups.snapshots())
        .singleElement()
        .matches(FileSnapshot::isComplete)
        .extracting(FileSnapshot::name)
        .isNotEqualTo(first);
    assertThat(instance.layout().ownFolder().resolve("files")).isEmptyDirectory();

    Path scratch = root.resolve("scratch");
    Plan verify = backups.planVerify(backups.snapshots().get(0).name(), scratch);
    cht.apply(verify);
    assertThat(scratch).doesNotExist();
    damageIsSeen(cht, verify, scratch);
    otherPassPhrase(repository);
  }

  private void damageIsSeen(TestInstance cht, Plan verify, Path scratch) throws IOException {
    Path journal = root.resolve("damage");
    try (Journal open = Journal.in(journal)) {
      assertThatThrownBy(
              () -> verify.around(handler -> new Damaging(handler, scratch)).apply(open).await())
          .isInstanceOf(VerificationFailedException.class)
          .hasMessageContaining(": 1 of ")
          .hasMessageContaining("medic");
      assertThat(PLATFORM.rollBack(open).await()).isTrue();
    }
    remove(scratch);
    assertThat(cht.observed().status()).allMatch(each -> each.isUp());
  }

  /** One byte of one restored shard is another. */
  private record Damaging(StepHandler<Step> runner, Path scratch) implements StepHandler<Step> {
    @Override
    public void run(Step step, Marks marks, WorkContext context) throws Exception {
      if (step instanceof VerifyFiles) {
        Path shard;
        try (Stream<Path> all = Files.walk(scratch)) {
          shard =
              all.filter(each -> each.toString().contains("/shards/"))
                  .filter(each -> String.valueOf(each.getFileName()).startsWith("medic."))
                  .filter(each -> Files.isRegularFile(each) && each.toFile().length() > 20)
                  .findFirst()
                  .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(shard);
        bytes[10] ^= 1;
        Files.write(shard, bytes, StandardOpenOption.WRITE);
      }
      runner.run(step, marks, context);
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
      runner.rollBack(step, marks, context);
    }
  }

  private void otherPassPhrase(FileRepository repository) throws IOException {
    Path other = root.resolve("other.pass");
    Files.writeString(other, "something else\n");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
    FileRepository wrong = new FileRepository(repository.tool(), repository.location(), other);
    assertThatThrownBy(() -> FileBackups.in(wrong).snapshots())
        .isInstanceOf(FileToolException.class)
        .hasMessageContaining("the pass phrase is not that of the repository")
        .hasMessageNotContaining("something else");
  }

  private void restored(TestInstance cht, FileTool tool, String password) throws Exception {
    FileBackups backups = FileBackups.in(repository(tool));
    String name = backups.snapshots().get(0).name();
    Path folder = root.resolve("restored-" + tool.program());
    Plan renamed = backups.planRestore(name, folder, List.of("couchdb@other.example.org"));
    try (Journal journal = Journal.in(root.resolve("renamed"))) {
      assertThatThrownBy(() -> renamed.apply(journal).await())
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("the maps of this copy name [couchdb@127.0.0.1]")
          .hasMessageContaining("NodePlanner.rename");
      assertThat(PLATFORM.rollBack(journal).await()).isTrue();
    }
    remove(folder);
    apply(backups.planRestore(name, folder, List.of("couchdb@127.0.0.1")));
    assertThatThrownBy(() -> backups.planRestore(name, folder, List.of()))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("is not empty");
    assertThat(folder.resolve(".cht-hosting/restoring")).doesNotExist();
    assertThat(folder.resolve(".cht-hosting/restored/nginx_etc_nginx_private/cert.pem")).exists();

    ComposeInstance back = PLATFORM.installation(folder).orElseThrow();
    EnvFile environment = back.environment();
    assertThat(environment.get("COUCHDB_PASSWORD")).contains(password);
    assertThat(back.dataFolders()).containsExactly(folder.resolve("couchdb"));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(back.layout().environment())))
        .isEqualTo("rw-------");
    apply(back.planStart());
    cht.awaitHealthy("5.0.2");
    ComposeInstance started = PLATFORM.installation(folder).orElseThrow();
    try (CouchDb couch = started.couchDb()) {
      assertThat(couch.database("medic").get("person-0").id()).isEqualTo("person-0");
      assertThat(couch.database("medic").get("person-299").id()).isEqualTo("person-299");
    }
    apply(started.planDestroy(cht.project, true));
  }

  private void apply(Plan plan) throws IOException {
    try (Journal journal = Journal.in(root.resolve("journal"))) {
      plan.apply(journal).await();
    }
  }

  private static void write(TestInstance cht, int from) {
    try (CouchDb couch = cht.observed().couchDb()) {
      for (int i = from; i < from + 150; i++) {
        String id = "person-" + i;
        if (couch.database("medic").find(id).isEmpty()) {
          couch.database("medic").put(id, Map.of("type", "person"));
        }
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
