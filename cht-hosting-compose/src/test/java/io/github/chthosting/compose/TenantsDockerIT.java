package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.DOCKER;
import static io.github.chthosting.compose.TestInstance.IMAGES;
import static io.github.chthosting.compose.TestInstance.PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.Tenant;
import io.github.chthosting.compose.deployment.TenantProxy;
import io.github.chthosting.compose.deployment.TenantSize;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.testing.TestProjects;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.certificate.ServedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants behind one proxy, told apart by the name that a client asks for. */
class TenantsDockerIT {
  private static final ChtVersion VERSION = ChtVersion.of("5.0.2");
  private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");
  private static final InstallOptions HOW = InstallOptions.direct().acceptingSmallHost();

  private final Path folder;
  private final String one = TestProjects.name();
  private final String two = TestProjects.name();
  private final TenantProxy proxy;
  private final Tenants tenants;

  TenantsDockerIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.proxy =
        TenantProxy.defaults()
            .project(TestProjects.name() + "-proxy")
            .ports(TestProjects.freePort(), TestProjects.freePort())
            .image(image(folder.resolve("image")), MODULE.toString());
    this.tenants = Tenants.in(PLATFORM, folder, proxy, size());
  }

  private static TenantSize size() {
    return new TenantSize(1_200_000_000L, 0.5);
  }

  private static Set<String> networks(String name) {
    return PLATFORM.instance(name).orElseThrow().containers().stream()
        .flatMap(each -> each.networks().keySet().stream())
        .collect(Collectors.toSet());
  }

  /** Debian's nginx has its stream modules as a file of another package. */
  private static String image(Path folder) throws IOException {
    IMAGES.build(VERSION.toString());
    String name = IMAGES.repository() + "/proxy:stream";
    Files.createDirectories(folder);
    Files.copy(MODULE, folder.resolve("stream.so"));
    Files.writeString(
        folder.resolve("Dockerfile"),
        "FROM %s\nCOPY stream.so %s\n".formatted(IMAGES.name("nginx", VERSION.toString()), MODULE));
    DOCKER.run(DockerCommand.of("build", "--quiet", "--tag", name, folder.toString()));
    return name;
  }

  @AfterEach
  void nothingIsLeft() {
    for (String project : List.of(proxy.project(), one, two)) {
      TestProjects.remove(DOCKER, project);
    }
  }

  private void apply(Plan plan) {
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.apply(journal).await();
    }
  }

  private Plan add(String name) {
    return tenants.planAdd(name, VERSION, domain(name), HOW);
  }

  private static String domain(String name) {
    return name + ".example.org";
  }

  private Tenant tenant(String name) {
    return tenants.list().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String seen(int port, String name) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return ServedCertificate.at(address, name, Duration.ofSeconds(10)).fingerprint();
  }

  @Test
  void oneStoppedDoesNotTouchTheOther() throws IOException, InterruptedException {
    apply(add(one));
    apply(add(two));
    for (String name : List.of(one, two)) {
      TestProjects.awaitHealthy(tenant(name).https(), VERSION.toString(), Duration.ofMinutes(4));
    }
    Plan again = add(one);
    assertThat(again.isEmpty()).as(again.toString()).isTrue();
    assertThat(tenants.planProxy().isEmpty()).isTrue();
    assertThat(networks(one)).hasSize(1).doesNotContainAnyElementsOf(networks(two));
    assertThat(tenants.list()).allMatch(Tenant::isUp).hasSize(2);
    assertThat(tenant(one).domain()).isEqualTo(domain(one));
    assertThat(tenant(one).memory()).isEqualTo(1_200_000_000L);
    assertThat(tenant(one).toString()).contains(one + " at " + domain(one) + ": 5.0.2, 6 of 6 up");
    String first = seen(proxy.https(), domain(one));
    String second = seen(proxy.https(), domain(two));
    assertThat(first).isEqualTo(seen(tenant(one).https(), domain(one))).isNotEqualTo(second);
    assertThat(second).isEqualTo(seen(tenant(two).https(), domain(two)));
    assertThatThrownBy(() -> seen(proxy.https(), "other.example.org"))
        .isInstanceOf(HostingException.class);

    apply(PLATFORM.instance(one).orElseThrow().planStop());
    assertThat(tenant(one).isUp()).isFalse();
    assertThat(tenant(two).isUp()).isTrue();
    assertThat(seen(proxy.https(), domain(two))).isEqualTo(second);
    assertThatThrownBy(() -> seen(proxy.https(), domain(one))).isInstanceOf(HostingException.class);
    apply(PLATFORM.instance(one).orElseThrow().planStart());
    assertThat(seen(proxy.https(), domain(one))).isEqualTo(first);

    theProxyGoesOnIfWhatIsWantedFails(second);
    assertThatThrownBy(() -> tenants.planRemove(one, two, true))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("is not its name");
    apply(tenants.planRemove(one, one, true));
    assertThat(TestProjects.left(DOCKER, one)).isEmpty();
    assertThat(folder.resolve(one)).doesNotExist();
    assertThat(tenants.list()).extracting(Tenant::name).containsExactly(two);
    assertThat(seen(proxy.https(), domain(two))).isEqualTo(second);
    refused();
    apply(tenants.planRemove(two, two, true));
    assertThat(TestProjects.left(DOCKER, proxy.project())).isEmpty();
    assertThat(folder.resolve("proxy")).doesNotExist();
    assertThat(tenants.planProxy().isEmpty()).isTrue();
  }

  private void refused() {
    assertThatThrownBy(() -> tenants.planAdd(one, VERSION, domain(two), HOW))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("domain " + domain(two) + " is that of tenant " + two);
    Tenants large = Tenants.in(PLATFORM, folder, proxy, new TenantSize(1L << 50, 1000));
    assertThatThrownBy(() -> large.planAdd(one, VERSION, "localhost", HOW))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("memory: 1 others have 1.2 GB")
        .hasMessageContaining("CPU: with this one 2000.0 are counted")
        .hasMessageContaining("domain 'localhost'");
  }

  /** A module that is not there; a port that a process has. */
  private void theProxyGoesOnIfWhatIsWantedFails(String second) throws IOException {
    fails(proxy.image(proxy.image(), "/no/such.so"), "Nothing was put into use");
    assertThat(seen(proxy.https(), domain(two))).isEqualTo(second);
    try (ServerSocket other = new ServerSocket(0)) {
      fails(proxy.ports(proxy.http(), other.getLocalPort()), "The proxy goes on as before");
    }
    assertThat(seen(proxy.https(), domain(two))).isEqualTo(second);
    assertThat(tenants.planProxy().isEmpty()).isTrue();
  }

  private void fails(TenantProxy wanted, String message) throws IOException {
    Plan plan = Tenants.in(PLATFORM, folder, wanted, size()).planProxy();
    Path file = Files.createTempDirectory(folder, "failed").resolve("journal");
    try (Journal journal = Journal.in(file)) {
      assertThatThrownBy(() -> plan.apply(journal).await())
          .isInstanceOf(HostingException.class)
          .hasMessageContaining(message);
    }
  }
}
