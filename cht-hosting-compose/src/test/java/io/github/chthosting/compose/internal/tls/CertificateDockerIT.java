package io.github.chthosting.compose.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.UnreachableException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.Certificates;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.testing.TestInstallation;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.platform.Topology;
import io.github.chthosting.platform.certificate.CertificateProblem;
import io.github.chthosting.platform.certificate.InvalidCertificateException;
import io.github.chthosting.platform.certificate.ServedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of a real nginx in a real container are replaced, and seen over TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateDockerIT {
  private final TestCertificates made = new TestCertificates();
  private final Path folder;
  private TestInstallation cht;
  private int test;
  private HeldCertificate first = made.leaf().serialNumber(0).build();

  CertificateDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  void start() throws IOException, InterruptedException {
    cht =
        TestInstallation.start(
            Files.createDirectories(folder.resolve("cht")), "5.0.2", Topology.SINGLE);
  }

  /** Each with a journal of its own, and a certificate that was never served before. */
  @BeforeEach
  void begin() throws InterruptedException {
    test++;
    first = made.leaf().serialNumber(4710 + test).build();
    await(true);
  }

  private String firstSerial() {
    return first.certificate().getSerialNumber().toString(16);
  }

  @AfterAll
  void end() {
    cht.close();
  }

  private Certificates certificates() {
    return Certificates.of(cht.instance());
  }

  private Path certificate(HeldCertificate held) {
    return TestCertificates.write(
        folder.resolve("fullchain.crt"), held.certificatePem(), made.intermediate.certificatePem());
  }

  private Path key(HeldCertificate held) {
    return TestCertificates.write(folder.resolve("private.key"), held.privateKeyPkcs8Pem());
  }

  private Plan planOwn(HeldCertificate held) {
    return certificates().planOwn(certificate(held), key(held), List.of(made.root.certificate()));
  }

  private void apply(Plan plan) {
    try (Journal journal = Journal.in(folder.resolve("journal-" + test))) {
      plan.apply(journal).await();
    }
  }

  @Test
  void replacedServedAndBack() {
    if (!certificates().served().isSelfSigned()) {
      apply(certificates().planSelfSigned());
      test++;
    }
    ServedCertificate before = certificates().served();
    Plan plan = planOwn(first);
    assertThat(plan.toString()).doesNotContain("PRIVATE KEY").contains("have nginx of ");
    apply(plan);
    ServedCertificate served = certificates().served();
    assertThat(served.serial()).isEqualTo(firstSerial());
    assertThat(served.chain()).hasSize(2);
    assertThat(cht.instance().environment().get("CERTIFICATE_MODE")).contains("OWN_CERT");
    assertThat(planOwn(first).isEmpty()).isTrue();
    assertThat(certificates().check())
        .extracting(Finding::severity)
        .containsOnly(Finding.Severity.OK);
    assertThat(certificates().isRenewalDue()).isFalse();
    assertThat(certificates().isRenewalDue(Duration.ofDays(100))).isTrue();

    List<Path> kept = certificates().kept();
    apply(certificates().planBack(kept.get(kept.size() - 1)));
    assertThat(certificates().served().fingerprint()).isEqualTo(before.fingerprint());
  }

  @Test
  void itOutlivesItsContainer() throws InterruptedException {
    apply(planOwn(first));
    cht.compose("up", "--detach", "--force-recreate", "--pull", "never", "nginx");
    await(true);
    assertThat(certificates().served().serial()).isEqualTo(firstSerial());
    apply(certificates().planSelfSigned());
    assertThat(certificates().served().isSelfSigned()).isTrue();
    assertThat(certificates().served().isFor("cht.example.org")).isTrue();
  }

  private void await(boolean answers) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(30);
    while (answers(certificates()) != answers && Instant.now().isBefore(end)) {
      Thread.sleep(200);
    }
  }

  private static boolean answers(Certificates certificates) {
    try {
      return !certificates.served().chain().isEmpty();
    } catch (UnreachableException e) {
      return false;
    }
  }

  @Test
  void aKeyOfAnotherIsRefusedAndNothingIsChanged() {
    String before = certificates().served().fingerprint();
    List<Path> kept = certificates().kept();
    InvalidCertificateException refused =
        catchThrowableOfType(
            InvalidCertificateException.class,
            () -> certificates().planOwn(certificate(first), key(made.leaf().build())));
    assertThat(refused.problems())
        .extracting(Finding::code)
        .contains(CertificateProblem.KEY_OF_ANOTHER.code());
    assertThat(certificates().served().fingerprint()).isEqualTo(before);
    assertThat(certificates().kept()).isEqualTo(kept);
  }

  @Test
  void filesThatChangedAfterThePlanAreRefused() {
    Plan plan = planOwn(first);
    HeldCertificate second = made.leaf().build();
    certificate(second);
    key(second);
    String before = certificates().served().fingerprint();
    assertThat(catchThrowableOfType(VerificationFailedException.class, () -> apply(plan)))
        .hasMessageContaining("is not the certificate that this was planned for");
    assertThat(certificates().served().fingerprint()).isEqualTo(before);
  }

  /** nginx that cannot take the new one goes on with the one before, also on disk. */
  @Test
  void whatNginxRefusesIsPutBack() {
    String before = certificates().served().fingerprint();
    Plan plan = planOwn(first);
    String nginx = cht.instance().containers("nginx").get(0).id();
    cht.docker()
        .run(
            DockerCommand.of(
                "exec", nginx, "sh", "-c", "echo 'ssl_broken on;' >> /etc/nginx/nginx.conf"));
    DockerException failure = catchThrowableOfType(DockerException.class, () -> apply(plan));
    assertThat(failure).hasMessageContaining("ssl_broken");
    assertThat(certificates().served().fingerprint()).isEqualTo(before);
    assertThat(certificates().check())
        .noneSatisfy(finding -> assertThat(finding.subject()).isEqualTo("reload"));
    cht.compose("up", "--detach", "--force-recreate", "--pull", "never", "nginx");
  }

  @Test
  void oneThatWasCopiedByHandAndNotReloadedIsNoticed() throws IOException {
    String nginx = cht.instance().containers("nginx").get(0).id();
    Path byHand = folder.resolve("cert.pem");
    Files.copy(certificate(first), byHand, StandardCopyOption.REPLACE_EXISTING);
    for (Path file : List.of(byHand, Files.copy(key(first), folder.resolve("key.pem")))) {
      cht.docker()
          .run(
              DockerCommand.of(
                  "cp", file.toString(), nginx + ":/etc/nginx/private/" + file.getFileName()));
    }
    assertThat(certificates().check())
        .anySatisfy(
            finding ->
                assertThat(finding.toString())
                    .startsWith("ERROR reload: cht.example.org (serial " + firstSerial() + ",")
                    .endsWith("apply planReload() (certificate.not-served)"));
    apply(certificates().planReload());
    assertThat(certificates().served().serial()).isEqualTo(firstSerial());
    assertThat(certificates().planReload().isEmpty()).isTrue();
  }

  /** Killed after the new one was put there: resumed by another process, with the same journal. */
  @Test
  void aKilledRunIsResumedOrRolledBack() {
    String before = certificates().served().fingerprint();
    Plan plan = planOwn(first);
    try (Journal journal = Journal.in(folder.resolve("journal-" + test))) {
      assertThatThrownBy(() -> plan.around(KilledRunner::new).apply(journal).await())
          .isInstanceOf(KilledRunner.Killed.class);
      assertThat(journal.begun()).contains(0);
    }
    try (Journal journal = Journal.in(folder.resolve("journal-" + test))) {
      assertThat(cht.platform().rollBack(journal).await()).isTrue();
    }
    assertThat(certificates().served().fingerprint()).isEqualTo(before);
    try (Journal journal = Journal.in(folder.resolve("journal-" + test))) {
      assertThatThrownBy(() -> plan.around(KilledRunner::new).apply(journal).await())
          .isInstanceOf(KilledRunner.Killed.class);
    }
    try (Journal journal = Journal.in(folder.resolve("journal-" + test))) {
      cht.platform().resume(journal).await();
    }
    assertThat(certificates().served().serial()).isEqualTo(firstSerial());
  }
}
