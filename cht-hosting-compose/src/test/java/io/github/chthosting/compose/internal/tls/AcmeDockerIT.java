package io.github.chthosting.compose.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.UnreachableException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.Certificates;
import io.github.chthosting.compose.deployment.AcmeAuthority;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.testing.TestImages;
import io.github.chthosting.compose.testing.TestInstallation;
import io.github.chthosting.compose.testing.TestProjects;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.Topology;
import io.github.chthosting.platform.certificate.ServedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real ACME authority proves the domain through a real nginx, and its certificate is served. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcmeDockerIT {
  private final Path folder;
  private TestInstallation cht;

  AcmeDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  void start() throws IOException, InterruptedException {
    Path place = Files.createDirectories(folder.resolve("cht"));
    cht = TestInstallation.start(place, "5.0.2", Topology.SINGLE);
  }

  @AfterAll
  void end() {
    TestProjects.remove(cht.docker(), cht.project() + "-certbot");
    cht.close();
  }

  private void apply(Plan plan, String journalName) {
    try (Journal journal = Journal.in(folder.resolve(journalName))) {
      plan.apply(journal).await();
    }
  }

  @Test
  void orderedProvenServedAndRenewed() throws IOException, InterruptedException {
    try (Pebble pebble = new Pebble(folder.resolve("pebble"), cht.http())) {
      Certificates certificates = Certificates.of(cht.instance());
      apply(certificates.planAcme(pebble.authority(), "ops@example.org"), "first");
      ServedCertificate served = certificates.served();
      assertThat(served.isFor("cht.example.org")).isTrue();
      assertThat(served.isSelfSigned()).isFalse();
      assertThat(served.leaf().getIssuerX500Principal().getName()).contains("Pebble Intermediate");
      assertThat(cht.instance().environment().get("CERTIFICATE_MODE")).contains("AUTO_GENERATE");
      Path account = account();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(account)))
          .isEqualTo("rw-------");
      Thread.sleep(1_100);
      apply(certificates.planAcme(pebble.authority(), "ops@example.org"), "second");
      assertThat(certificates.served().serial()).isNotEqualTo(served.serial());
      String nginx = cht.instance().containers("nginx").get(0).id();
      assertThat(
              cht.docker()
                  .run(
                      DockerCommand.of(
                          "exec", nginx, "find", "/etc/nginx/private/certbot", "-type", "f"))
                  .lines())
          .as("challenges are removed")
          .isEmpty();
    }
  }

  private Path account() throws IOException {
    Path all = cht.instance().layout().ownFolder().resolve("certificates");
    try (Stream<Path> files = Files.list(all)) {
      return files.filter(file -> file.toString().endsWith(".pem")).findFirst().orElseThrow();
    }
  }

  @Test
  void aDomainThatLeadsElsewhere() throws IOException, InterruptedException {
    String before = Certificates.of(cht.instance()).served().fingerprint();
    try (Pebble pebble = new Pebble(folder.resolve("other"), TestProjects.freePort())) {
      Plan plan = Certificates.of(cht.instance()).planAcme(pebble.authority(), "ops@example.org");
      assertThatThrownBy(() -> apply(plan, "elsewhere"))
          .isInstanceOf(VerificationFailedException.class)
          .hasMessageContaining("certificate for cht.example.org")
          .hasMessageContaining("it could not see the challenge")
          .hasMessageContaining("connection refused")
          .hasMessageContaining("Nothing was changed.");
    }
    assertThat(Certificates.of(cht.instance()).served().fingerprint()).isEqualTo(before);
  }

  @Tag("series")
  @Test
  void certbotAsTheGuideHasIt() throws IOException {
    String image = TestImages.on(cht.docker()).certbot();
    Path keys = folder.resolve("pebble-keys");
    AcmeAuthority pebble =
        AcmeAuthority.of(PebbleContainer.DIRECTORY).trusting(PebbleContainer.keys(keys));
    Certificates certificates = Certificates.of(cht.instance());
    String before = certificates.served().fingerprint();
    assertThatThrownBy(
            () -> apply(certificates.planCertbot(pebble, "ops@example.org", image), "alone"))
        .isInstanceOf(DockerException.class)
        .hasMessageContaining("certbot")
        .hasMessageContaining("Max retries exceeded")
        .hasMessageEndingWith("The certificate from before is served again.");
    assertThat(certificates.served().fingerprint()).isEqualTo(before);
    String network = cht.project() + "-net";
    String nginx = cht.instance().containers("nginx").get(0).networks().getOrDefault(network, "");
    List<String> networks = List.of(network, cht.project() + "-certbot_default");
    try (PebbleContainer running = PebbleContainer.start(cht.docker(), keys, nginx, networks)) {
      assertThat(running).isNotNull();
      givenKeptAndGivenAgain(
          certificates, certificates.planCertbot(pebble, "ops@example.org", image));
    }
  }

  private void givenKeptAndGivenAgain(Certificates certificates, Plan certbot) {
    apply(certbot, "c1");
    ServedCertificate first = certificates.served();
    assertThat(first.leaf().getIssuerX500Principal().getName()).contains("Pebble Intermediate");
    assertThat(first.isFor("cht.example.org")).isTrue();
    assertThat(cht.instance().environment().get("CERTIFICATE_MODE")).contains("AUTO_GENERATE");
    apply(certbot, "c2");
    assertThat(certificates.served().serial()).as("not due").isEqualTo(first.serial());
    apply(certificates.planSelfSigned(), "own");
    assertThat(certificates.served().isSelfSigned()).isTrue();
    apply(certbot, "c3");
    assertThat(certificates.served().serial()).as("as certbot has it").isEqualTo(first.serial());
  }

  @Test
  void anAuthorityThatDoesNotAnswer() throws IOException {
    AcmeAuthority none = AcmeAuthority.of("https://127.0.0.1:" + TestProjects.freePort() + "/dir");
    Plan plan = Certificates.of(cht.instance()).planAcme(none, "ops@example.org");
    assertThatThrownBy(() -> apply(plan, "none"))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void domainsThatNoAuthorityCanReach() {
    Path environment = cht.instance().layout().environment();
    cht.instance().environment().with("COMMON_NAME", "10.0.0.7").write(environment);
    try {
      assertThatThrownBy(
              () ->
                  Certificates.of(cht.instance())
                      .planAcme(AcmeAuthority.LETS_ENCRYPT, "ops@example.org"))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("10.0.0.7 is not a domain of the public DNS");
    } finally {
      cht.instance().environment().with("COMMON_NAME", "cht.example.org").write(environment);
    }
  }
}
