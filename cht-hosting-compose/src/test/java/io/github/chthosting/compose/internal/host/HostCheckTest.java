package io.github.chthosting.compose.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.ComposeDeploymentBuilder;
import io.github.chthosting.compose.engine.ContainerStatus;
import io.github.chthosting.compose.engine.DockerVersions;
import io.github.chthosting.platform.CertificateSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostCheckTest {
  private static final long GB = 1_000_000_000L;

  private DockerVersions versions = new DockerVersions("28.2.2", "28.2.2", "1.50", "2.36.0");
  private boolean local = true;
  private boolean rootless;
  private int cpus = 4;
  private long memory = 8 * GB;
  private Duration ahead = Duration.ZERO;
  private List<ContainerStatus> containers = List.of();
  private Map<Integer, String> listening = Map.of();
  private List<String> addresses = List.of("192.0.2.7");
  private HostFacts.DataFolder folder =
      new HostFacts.DataFolder(true, true, "cht", false, 200 * GB);
  private ComposeDeploymentBuilder deployment =
      ComposeDeployment.builder("cht", "5.0.2", Path.of("/srv/cht")).domain("cht.example.org");

  private List<String> found() {
    return HostCheck.of(
            new HostFacts(
                versions,
                local,
                rootless,
                cpus,
                memory,
                ahead,
                containers,
                listening,
                addresses,
                local ? Map.of("/srv/cht/couchdb", folder) : Map.of()),
            deployment.build())
        .stream()
        .map(each -> each.severity() + " " + each.subject() + ": " + each.explanation())
        .toList();
  }

  private static ContainerStatus container(String project, String image, int port) {
    return new ContainerStatus(
        project,
        "nginx",
        project + "-nginx-1",
        image,
        "running",
        "",
        0,
        false,
        0,
        Instant.EPOCH,
        Set.of(port));
  }

  @Test
  void aGoodHost() {
    assertThat(found())
        .containsExactly(
            "OK engine: 28.2.2, Compose 2.36.0",
            "OK memory: 8.0 GB",
            "OK CPU: 4",
            "OK disk of /srv/cht/couchdb: 200.0 GB",
            "OK port 80: free",
            "OK port 443: free",
            "OK DNS: cht.example.org is 192.0.2.7",
            "OK clock: the engine's is this host's");
  }

  @Test
  void tooSmallAtAll() {
    cpus = 1;
    memory = 2 * GB;
    folder = new HostFacts.DataFolder(true, true, "cht", false, 5 * GB);
    assertThat(found())
        .contains(
            "ERROR memory: 2.0 GB: the CHT needs 3.7 GB",
            "ERROR CPU: 1: the CHT needs 2",
            "ERROR disk of /srv/cht/couchdb: 5.0 GB: the CHT needs 8.0 GB");
  }

  @Test
  void tooSmallForProduction() {
    cpus = 2;
    memory = 4 * GB;
    folder = new HostFacts.DataFolder(true, true, "cht", false, 50 * GB);
    assertThat(found())
        .contains(
            "WARNING memory: 4.0 GB: production needs 7.4 GB",
            "WARNING CPU: 2: production needs 4",
            "WARNING disk of /srv/cht/couchdb: 50.0 GB: production needs 100.0 GB");
  }

  @Test
  void anOldEngine() {
    versions = new DockerVersions("28.2.2", "19.03.15", "1.40", "2.36.0");
    assertThat(found())
        .contains(
            "ERROR engine: 19.03.15, Compose 2.36.0: too old; install Docker Engine 20.10 or later");
  }

  @Test
  void anEngineThatIsPodman() {
    versions = new DockerVersions("28.2.2", "Podman 4.3.1", "1.41", "2.36.0");
    assertThat(found())
        .contains(
            "ERROR engine: Podman 4.3.1, Compose 2.36.0: the CHT's upgrade service and restart"
                + " policies need Docker Engine; install Docker Engine 20.10 or later");
  }

  @Test
  void anEngineWithoutRoot() {
    rootless = true;
    String warning =
        "WARNING engine: runs without root, and a port below 1024 is wanted; set"
            + " net.ipv4.ip_unprivileged_port_start, or choose other ports";
    assertThat(found()).contains(warning);
    deployment = deployment.ports(8080, 8443);
    assertThat(found()).doesNotContain(warning);
  }

  @Test
  void portsAndWhoHasThem() {
    containers = List.of(container("shop", "nginx:1", 80));
    listening = Map.of(80, "", 443, "");
    assertThat(found())
        .contains(
            "ERROR port 80: taken by container shop-nginx-1 of project shop; choose another port",
            "ERROR port 443: taken by a process of the host; 'ss -ltnp sport = :443' names it");
  }

  @Test
  void aProcessThatIsKnown() {
    listening = Map.of(80, "apache2 (process 812)");
    assertThat(found())
        .contains(
            "ERROR port 80: taken by apache2 (process 812) of the host; stop it, or choose another"
                + " port");
  }

  @Test
  void itsOwnPortsAreNotTaken() {
    containers = List.of(container("cht", "public.ecr.aws/medic/cht-nginx:5.0.2", 443));
    listening = Map.of(443, "docker-proxy (process 9)");
    assertThat(found())
        .contains(
            "OK port 443: held by this project", "WARNING project: cht is installed: 1 containers");
  }

  @Test
  void anothersName() {
    containers = List.of(container("cht", "chat:1", 8080));
    assertThat(found()).contains("ERROR project: cht is another project's name; choose another");
  }

  @Test
  void aFolderThatIsNotOurs() {
    folder = new HostFacts.DataFolder(true, false, "root", true, 200 * GB);
    assertThat(found())
        .contains(
            "ERROR /srv/cht/couchdb: belongs to root and this user may not write; run as its owner",
            "WARNING /srv/cht/couchdb: holds CouchDB's databases already: the CHT would go on with"
                + " them");
  }

  @Test
  void aNameWithoutAddress() {
    addresses = List.of();
    assertThat(found()).contains("WARNING DNS: cht.example.org has no address; add it to DNS");
    deployment = deployment.tls(CertificateSource.acme("ops@example.org"));
    assertThat(found())
        .contains(
            "ERROR DNS: cht.example.org has no address; add it to DNS, or no certificate will be"
                + " given");
  }

  @Test
  void clocksApart() {
    ahead = Duration.ofSeconds(-90);
    assertThat(found())
        .contains("WARNING clock: the engine's is 90 s behind this host's; synchronise both (NTP)");
  }

  @Test
  void whatIsFarAwayIsNotGuessed() {
    local = false;
    assertThat(found())
        .contains(
            "WARNING host: the engine is on another host: its folders and ports were not checked; run"
                + " this on the engine's host")
        .noneMatch(finding -> finding.contains("port 80") || finding.contains("disk"));
  }
}
