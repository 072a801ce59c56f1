package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.DeveloperOptions;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.internal.tls.ServeCertificate;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.certificate.InvalidCertificateException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects side by side, of an engine whose containers do nothing. */
class DeveloperProjectsTest {
  private static final ChtVersion VERSION = ChtVersion.of("5.0.2");
  private static final DeveloperOptions OPTIONS =
      DeveloperOptions.defaults().install(InstallOptions.direct().acceptingSmallHost());
  private final FakeProjects fakes = new FakeProjects(new FakeEngine());
  private final Path folder;
  private final DeveloperProjects projects;

  DeveloperProjectsTest(@TempDir Path folder) {
    this.folder = folder;
    this.projects = DeveloperProjects.in(fakes.platform(), folder);
  }

  private void project(String name, String... settings) throws IOException {
    fakes.write(folder.resolve(name + "-dir"), name, settings);
  }

  private void containers(String name) {
    fakes.start(folder.resolve(name + "-dir"), name);
  }

  @Test
  void portsOfOthersAreNotGivenEvenIfTheyHaveNoContainers() throws IOException {
    project("there", "NGINX_HTTP_PORT=10080", "NGINX_HTTPS_PORT=10443");
    Plan plan = projects.planCreate("demo", VERSION, OPTIONS);
    assertThat(plan.toString())
        .contains("NGINX_HTTP_PORT=10", "NGINX_HTTPS_PORT=10")
        .doesNotContain("PORT=10080", "PORT=10443")
        .contains("COMMON_NAME=localhost")
        .contains(folder.resolve("demo-dir").toString());
    assertThat(projects.list()).extracting(ComposeInstance::name).containsExactly("there");
    assertThat(projects.project("there").isUp()).isFalse();
    assertThat(DeveloperProjects.address(projects.project("there")))
        .hasToString("https://localhost:10443/");
  }

  @Test
  void whatIsThereIsKept() throws IOException {
    project(
        "there",
        "NGINX_HTTP_PORT=11080",
        "NGINX_HTTPS_PORT=11443",
        "CHT_NETWORK=there-cht-net",
        "COUCHDB_DATA=../couch",
        "COMMON_NAME=a.b.c",
        "CERTIFICATE_MODE=OWN_CERT");
    containers("there");
    Plan plan = projects.planCreate("there", VERSION, OPTIONS);
    assertThat(plan.notes())
        .noneMatch(note -> note.matches(".*(PORT|NETWORK|DATA|COMMON_NAME|CERTIFICATE).*"));
    assertThat(projects.planCreate("there", VERSION, OPTIONS.domain("x.b.c")).notes())
        .contains("~ setting COMMON_NAME: a.b.c -> x.b.c");
  }

  @Test
  void oneThatCannotBeReadIsInNobodysWay() throws IOException {
    project("broken", "A='never closed");
    project("there");
    assertThat(projects.list()).extracting(ComposeInstance::name).containsExactly("there");
    containers("broken");
    assertThat(projects.list()).hasSize(2);
    assertThat(projects.planCreate("demo", VERSION, OPTIONS).isEmpty()).isFalse();
  }

  @Test
  void namesThatCannotBeAreRefused() throws IOException {
    for (String name : List.of("../x", "A B", "", "a/b", "\0")) {
      assertThatThrownBy(() -> projects.planCreate(name, VERSION, OPTIONS))
          .isInstanceOf(InvalidDeploymentException.class)
          .hasMessageContaining("project: ");
    }
    project("there");
    assertThatThrownBy(() -> projects.project("demo"))
        .isInstanceOf(HostingException.class)
        .hasMessage("there is no project demo in " + folder + ", but [there]");
  }

  @Test
  void namesOfLocalNetworks() throws UnknownHostException {
    LocalNames names = LocalNames.medic();
    String name = names.of(InetAddress.getByAddress(new byte[] {10, 0, 2, 15}));
    assertThat(name).isEqualTo("10-0-2-15.local-ip.medicmobile.org");
    assertThat(names.has(name)).isTrue();
    assertThat(names.has("localhost")).isFalse();
    assertThat(names.of(LocalNames.here())).endsWith(".local-ip.medicmobile.org");
    assertThatThrownBy(() -> names.of(InetAddress.getByAddress(new byte[16])))
        .hasMessageContaining("is not an IPv4 address");
  }

  @Test
  void theCertificateOfLocalNamesIsFetchedAndChecked() throws IOException {
    HeldCertificate root = new HeldCertificate.Builder().certificateAuthority(0).build();
    HeldCertificate leaf =
        new HeldCertificate.Builder().signedBy(root).addSubjectAlternativeName("*.ip.test").build();
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      LocalNames names =
          new LocalNames("ip.test", server.url("/").uri(), List.of(root.certificate()));
      DeveloperProjects local = projects.names(names);
      project("there", "COMMON_NAME=10-0-2-15.ip.test");
      containers("there");
      reply(server, 200, leaf.certificatePem());
      reply(server, 200, leaf.privateKeyPkcs8Pem());
      assertThat(local.planLocalCertificate("there").steps())
          .anyMatch(step -> step.is(ServeCertificate.class));
      Path kept = folder.resolve("there-dir/.cht-hosting/certificates/local");
      assertThat(kept.resolve("cert.pem")).content().contains("BEGIN CERTIFICATE");
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.resolve("key.pem"))))
          .isEqualTo("rw-------");

      reply(server, 404, "");
      assertThatThrownBy(() -> local.planLocalCertificate("there"))
          .isInstanceOf(HostingException.class)
          .hasMessageEndingWith("/fullchain: 404; nothing was changed. Try again later");
      reply(server, 200, "<html>");
      reply(server, 200, "<html>");
      assertThatThrownBy(() -> local.planLocalCertificate("there"))
          .isInstanceOf(InvalidCertificateException.class);
      assertThat(kept.resolve("cert.pem")).content().contains("BEGIN CERTIFICATE");
    }
  }

  private static void reply(MockWebServer server, int code, String body) {
    server.enqueue(new MockResponse.Builder().code(code).body(body).build());
  }

  @Test
  void aLocalCertificateNeedsALocalName() throws IOException {
    project("there", "COMMON_NAME=localhost");
    containers("there");
    assertThatThrownBy(() -> projects.planLocalCertificate("there"))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("its domain 'localhost' is none of local-ip.medicmobile.org");
  }
}
