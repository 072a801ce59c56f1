package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.DOCKER;
import static io.github.chthosting.compose.TestInstance.IMAGES;
import static io.github.chthosting.compose.TestInstance.PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.LegacyInstance;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.files.Retention;
import io.github.chthosting.compose.testing.TestProjects;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.migration.InstanceIdentity;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Moves to another host, and from 3.x, on a real engine: the other host is the same one, emptied.
 */
class HostMoveDockerIT {
  private static final String VERSION = "5.0.2";

  private final Path root;

  HostMoveDockerIT(@TempDir Path root) {
    this.root = root;
  }

  private static InstanceIdentity identity(ComposeInstance instance) {
    try (CouchDb couch = instance.couchDb()) {
      return InstanceIdentity.of(couch.at(0));
    }
  }

  private void apply(Plan plan) {
    try (Journal journal = Journal.in(root.resolve("journal"))) {
      plan.apply(journal).await();
    }
  }

  @Test
  void leavesArrivesAndStarts() throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(root)) {
      cht.install(VERSION, Topology.SINGLE, StartedBy.STANDARD);
      cht.awaitHealthy(VERSION);
      cht.write(0, 20);
      InstanceIdentity identity = identity(cht.observed());
      String certificate = Certificates.of(cht.observed()).served().fingerprint();
      FileRepository repository =
          FileRepository.restic(root.resolve("repository").toString(), root.resolve("pass"));
      repository.makePassPhrase();
      FileBackups backups = FileBackups.in(repository);
      overtaken(cht, backups);
      cht.apply(HostMove.depart(cht.observed(), backups, new Retention(1, 0, 0)));
      assertThat(cht.observed().status()).noneMatch(each -> each.isUp());
      assertThatThrownBy(() -> HostMove.arrive(backups, "other", root.resolve("there")))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("no complete copy of other");

      // What was its host is the other one now.
      apply(cht.observed().planDestroy(cht.project, true));
      Path there = root.resolve("there");
      apply(HostMove.arrive(backups, cht.project, there));
      ComposeInstance restored = PLATFORM.installation(there).orElseThrow();
      apply(HostMove.start(PLATFORM, restored));
      cht.awaitHealthy(VERSION);
      ComposeInstance arrived = PLATFORM.installation(there).orElseThrow();
      assertThat(arrived.isUp()).isTrue();
      assertThat(arrived.layout().folder()).isEqualTo(there);
      assertThat(identity(arrived)).isEqualTo(identity);
      assertThat(Certificates.of(arrived).served().fingerprint()).isEqualTo(certificate);
      TestInstance.assertWritten(arrived, 20);
      assertThatThrownBy(() -> HostMove.start(PLATFORM, arrived))
          .hasMessageContaining("has containers already");
      apply(arrived.planDestroy(cht.project, true));
    }
  }

  /** Another copy, made meanwhile, would arrive instead of the last one. */
  private static void overtaken(TestInstance cht, FileBackups backups) throws InterruptedException {
    Retention retention = new Retention(1, 0, 0);
    Plan planned = HostMove.depart(cht.observed(), backups, retention);
    Thread.sleep(2100);
    cht.apply(backups.planBackup(cht.observed(), retention));
    assertThatThrownBy(() -> cht.apply(planned))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("was made since this was planned");
    assertThat(cht.observed().isUp()).isTrue();
    try (Journal journal = Journal.in(cht.folder.resolve(".cht-hosting/journal"))) {
      assertThat(PLATFORM.rollBack(journal).await()).isTrue();
    }
  }

  @Test
  void theDataOf3IsCopiedAndGoneOnWith() throws IOException, InterruptedException {
    String version = "4.21.0";
    IMAGES.build(version);
    String old = TestProjects.name();
    Path storage = root.resolve("medic-srv");
    try (TestInstance cht = new TestInstance(root)) {
      LegacyInstance source = medicOs(old, storage, version);
      ComposeDeployment target = cht.builder(version, Topology.SINGLE).build();
      InstanceIdentity identity;
      try (CouchDb couch = legacyCouch(old)) {
        couch.database("medic").create();
        for (int i = 0; i < 20; i++) {
          couch.database("medic").put("person-" + i, Map.of("number", i));
        }
        identity = InstanceIdentity.of(couch);
        LegacyMove.carryIdentity(couch, "medic", Secret.of("old-pass"), target, StartedBy.DIRECT);
      }
      Plan plan = LegacyMove.plan(PLATFORM, source, target);
      apply(plan);
      assertThat(LegacyInstance.on(DOCKER))
          .filteredOn(each -> each.project().equals(old))
          .noneMatch(LegacyInstance::running);
      cht.apply(cht.plan(target, StartedBy.DIRECT));
      cht.awaitHealthy(version);
      cht.assertWritten(20);
      assertThat(identity(cht.observed())).isEqualTo(identity);
      assertThat(cht.credentials()).isEqualTo("medic:old-pass");
      assertThat(storage.resolve(LegacyInstance.DATA).resolve("_dbs.couch")).exists();
    } finally {
      TestProjects.remove(DOCKER, old);
    }
  }

  /** A CouchDB under medic-os's name, with its data where medic-os has it. */
  private LegacyInstance medicOs(String project, Path storage, String version)
      throws IOException, InterruptedException {
    String image = IMAGES.repository() + "/medic-os:cht-3.17.0";
    DOCKER.run(DockerCommand.of("tag", IMAGES.name("couchdb", version), image));
    Path data = Files.createDirectories(storage.resolve(LegacyInstance.DATA));
    Path file =
        Files.writeString(
            root.resolve("medic-os.yml"),
            """
            services:
              medic-os:
                image: %s
                restart: always
                environment: [COUCHDB_USER=medic, COUCHDB_PASSWORD=old-pass, COUCHDB_SECRET=old-secret]
                volumes: ["%s:/srv", "%s:/opt/couchdb/data"]
            """
                .formatted(image, storage, data));
    TestInstance.compose(project, Files.createFile(root.resolve("none.env")), file, "up", "-d");
    return LegacyInstance.on(DOCKER).stream()
        .filter(each -> each.project().equals(project))
        .findFirst()
        .orElseThrow();
  }

  private static CouchDb legacyCouch(String project) throws InterruptedException {
    List<Container> containers = Projects.details(DOCKER);
    String address =
        containers.stream()
            .filter(each -> each.project().equals(project))
            .flatMap(each -> each.networks().values().stream())
            .findFirst()
            .orElseThrow();
    CouchDb couch =
        CouchDb.builder(URI.create("http://" + address + ":5984"))
            .credentials(Credentials.basic("medic", "old-pass"))
            .build();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() < deadline) {
      try {
        if (couch.isUp()) {
          return couch;
        }
      } catch (RuntimeException e) {
        Thread.sleep(200);
      }
    }
    throw new AssertionError("CouchDB of " + project + " did not come up");
  }
}
