package io.github.chthosting.compose.internal.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.Secret;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.Passwords;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.testing.TestInstallation;
import io.github.chthosting.compose.testing.TestProjects;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The password of a real project with real containers is changed, recovered and put back. */
class PasswordDockerIT {
  private static final String OLD = "medic:" + TestInstallation.PASSWORD;
  private static final String NEW = "medic:second-pass-phrase";

  private final Path folder;

  PasswordDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private TestInstallation start(Topology topology, StartedBy mode)
      throws IOException, InterruptedException {
    return TestInstallation.start(
        Files.createDirectories(folder.resolve("cht")), "5.0.2", topology, mode);
  }

  private Path newPassword() {
    Path file = folder.resolve("new");
    PasswordFile.write(file, Secret.of("second-pass-phrase"));
    return file;
  }

  private void apply(Plan plan) {
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.apply(journal).await();
    }
  }

  private static void assertOpens(TestInstallation cht, String credentials) throws IOException {
    assertThat(TestProjects.get(cht.https(), "/_session", credentials)).contains("_admin");
  }

  private static void assertRefused(TestInstallation cht, String credentials) throws IOException {
    assertThat(TestProjects.status(cht.https(), "/medic", credentials)).isEqualTo(401);
  }

  private static void assertAllOk(ComposeInstance instance) {
    assertThat(Passwords.of(instance).check())
        .hasSize(instance.topology().nodes())
        .extracting(Finding::severity)
        .containsOnly(Finding.Severity.OK);
    assertThat(instance.isUp()).isTrue();
  }

  /** Neither the journal nor our own folder. */
  private void assertNoPasswordIsLeft(String... passwords) throws IOException {
    for (Path root : List.of(folder.resolve("journal"), folder.resolve("cht/.cht-hosting"))) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(Files.readString(file)).as("%s", file).doesNotContain(passwords);
        }
      }
    }
  }

  @Test
  void changedEverywhere() throws IOException, InterruptedException {
    changedEverywhere(Topology.CLUSTERED, StartedBy.STANDARD);
  }

  @Tag("series")
  @ParameterizedTest
  @CsvSource({"SINGLE,DIRECT", "SINGLE,STANDARD", "CLUSTERED,DIRECT"})
  void changedEverywhere(Topology topology, StartedBy mode)
      throws IOException, InterruptedException {
    try (TestInstallation cht = start(topology, mode)) {
      Plan plan = Passwords.of(cht.instance()).planChange(newPassword());
      assertThat(plan.toString()).doesNotContain("pass-phrase");
      Interruption user = new Interruption(cht.https(), OLD, NEW);
      try (user) {
        apply(plan);
      }
      assertThat(user.answers()).isPositive();
      assertThat(user.longest()).isLessThan(Duration.ofMinutes(1));
      System.out.println(topology + " " + mode + ": interrupted for " + user.longest());
      assertOpens(cht, NEW);
      assertRefused(cht, OLD);
      assertAllOk(cht.instance());
      assertThat(cht.instance().environment().get("COUCHDB_PASSWORD"))
          .contains("second-pass-phrase");
      assertThat(cht.instance().environment().get("COUCHDB_SECRET")).contains("0123456789");
      assertNoPasswordIsLeft(TestInstallation.PASSWORD, "second-pass-phrase");
      cht.compose("restart", "--timeout", "5");
      TestProjects.awaitHealthy(cht.https(), "5.0.2", Duration.ofMinutes(2));
      assertOpens(cht, NEW);
      assertRefused(cht, OLD);
    }
  }

  /** Somebody wrote the old one into a file: a service that cannot take the new one. */
  @Test
  void putBackWhenAServiceRefuses() throws IOException, InterruptedException {
    try (TestInstallation cht = start(Topology.SINGLE, StartedBy.DIRECT)) {
      Path core = folder.resolve("cht/compose/cht-core.yml");
      String text = Files.readString(core);
      Files.writeString(
          core,
          text.replace("${COUCHDB_PASSWORD}@haproxy", TestInstallation.PASSWORD + "@haproxy"));
      Plan plan = Passwords.of(cht.instance()).planChange(newPassword());
      VerificationFailedException failure =
          catchThrowableOfType(VerificationFailedException.class, () -> apply(plan));
      assertThat(failure)
          .hasMessageContaining("sentinel")
          .hasMessageEndingWith("The old password is in force again everywhere.")
          .hasMessageNotContaining("pass-phrase");
      assertOpens(cht, OLD);
      assertRefused(cht, NEW);
      assertAllOk(cht.instance());
      assertThat(cht.instance().environment().get("COUCHDB_PASSWORD"))
          .contains(TestInstallation.PASSWORD);
    }
  }

  /** Killed when CouchDB has the new one and nothing else has. */
  @Test
  void aKilledRunIsResumedOrRolledBack() throws IOException, InterruptedException {
    try (TestInstallation cht = start(Topology.SINGLE, StartedBy.DIRECT)) {
      Plan plan = Passwords.of(cht.instance()).planChange(newPassword());
      for (boolean resumed : List.of(false, true)) {
        try (Journal journal = Journal.in(folder.resolve("journal"))) {
          assertThatThrownBy(() -> plan.around(KilledAfterCouchDb::new).apply(journal).await())
              .isInstanceOf(KilledAfterCouchDb.Killed.class);
        }
        assertRefused(cht, OLD);
        try (Journal journal = Journal.in(folder.resolve("journal"))) {
          if (resumed) {
            cht.platform().resume(journal).await();
          } else {
            cht.platform().rollBack(journal).await();
          }
        }
        assertOpens(cht, resumed ? NEW : OLD);
        assertRefused(cht, resumed ? OLD : NEW);
        assertAllOk(cht.instance());
      }
    }
  }

  /** The first node has started anew, and does not know the password; others wait for it. */
  private static void awaitRefused(Passwords passwords) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(60);
    while (!codes(passwords).contains(PasswordFinding.REFUSED.code())
        && Instant.now().isBefore(end)) {
      Thread.sleep(200);
    }
    assertThat(codes(passwords))
        .contains(PasswordFinding.REFUSED.code())
        .doesNotContain(PasswordFinding.ACCEPTED.code());
  }

  private static List<String> codes(Passwords passwords) {
    return passwords.check().stream().map(Finding::code).toList();
  }

  @Test
  void lostAndRecoveredOnOneNode() throws IOException, InterruptedException {
    lostAndRecovered(Topology.SINGLE);
  }

  @Tag("series")
  @Test
  void lostAndRecoveredOnThree() throws IOException, InterruptedException {
    lostAndRecovered(Topology.CLUSTERED);
  }

  /**
   * Another password in .env, and the services created again: the classic way to lock oneself out.
   */
  private void lostAndRecovered(Topology topology) throws IOException, InterruptedException {
    try (TestInstallation cht = start(topology, StartedBy.DIRECT)) {
      assertThat(Passwords.of(cht.instance()).planRecovery().isEmpty()).isTrue();
      ComposeInstance before = cht.instance();
      before
          .environment()
          .with("COUCHDB_PASSWORD", "second-pass-phrase")
          .write(before.layout().environment());
      cht.up();
      Passwords passwords = Passwords.of(cht.instance());
      awaitRefused(passwords);
      assertThatThrownBy(() -> passwords.planChange())
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("recover it");
      apply(passwords.planRecovery());
      TestProjects.awaitHealthy(cht.https(), "5.0.2", Duration.ofMinutes(2));
      assertOpens(cht, NEW);
      assertRefused(cht, OLD);
      assertAllOk(cht.instance());
      assertNoPasswordIsLeft(TestInstallation.PASSWORD, "second-pass-phrase");
    }
  }
}
