package io.github.chthosting.compose.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.LogLevel;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComposeDeploymentTest {
  private static final Path FOLDER = Path.of("/srv/cht");

  @ParameterizedTest(name = "{1}")
  @MethodSource("io.github.chthosting.compose.deployment.InvalidDeployments#all")
  void tellsEveryProblem(Consumer<List<ComposeDeployment>> attempt, List<String> problems) {
    InvalidDeploymentException refused =
        catchThrowableOfType(
            InvalidDeploymentException.class, () -> attempt.accept(new ArrayList<>()));
    assertThat(refused.problems()).isEqualTo(problems);
    assertThat(refused).hasMessageEndingWith(": " + String.join("; ", problems));
  }

  @Test
  void theTableHasSixtyCasesOrMore() {
    assertThat(InvalidDeployments.all()).hasSizeGreaterThanOrEqualTo(60);
  }

  @Test
  void hasDefaults() {
    ComposeDeployment deployment = ComposeDeployment.builder("clinic-1", "5.0.2", FOLDER).build();
    assertThat(deployment)
        .isEqualTo(
            new ComposeDeployment(
                "clinic-1",
                ChtVersion.of("5.0.2"),
                Topology.SINGLE,
                "localhost",
                80,
                443,
                FOLDER,
                List.of(Path.of("/srv/cht/couchdb")),
                java.util.Map.of(),
                LogLevel.INFO,
                CertificateSource.selfSigned(),
                "clinic-1-net",
                ""));
  }

  @Test
  void aClusterHasAFolderForEachNode() {
    ComposeDeployment deployment =
        ComposeDeployment.builder("cht", "master", FOLDER).topology(Topology.CLUSTERED).build();
    assertThat(deployment.dataFolders())
        .containsExactly(
            Path.of("/srv/cht/couchdb-1"),
            Path.of("/srv/cht/couchdb-2"),
            Path.of("/srv/cht/couchdb-3"));
  }

  @Test
  void takesWhatIsUnusualAndRight() {
    ComposeDeployment deployment =
        ComposeDeployment.builder("4_oh_the_first", "4.21.1", Path.of("/srv/a b $x/cht"))
            .domain("Cht.Example.org")
            .ports(80, 8443)
            .dataFolders(Path.of("/mnt/data 1"))
            .memoryLimit("couchdb", 4L << 30)
            .memoryLimit("healthcheck", 64L << 20)
            .logLevel(LogLevel.WARNING)
            .tls(CertificateSource.acme("ops+cht@example.org"))
            .network("shared_net")
            .registryMirror("mirror.example.org:5000/medic/cht")
            .build();
    assertThat(deployment.memoryLimits().keySet()).containsExactly("couchdb", "healthcheck");
    assertThat(deployment.logLevel().service()).isEqualTo("warn");
    assertThat(deployment.logLevel().couchdb()).isEqualTo("warning");
  }

  @Test
  void aChangedOneIsTheSameButForWhatWasChanged() {
    ComposeDeployment one =
        ComposeDeployment.builder("cht", "5.0.2", Path.of("/srv/cht"))
            .topology(Topology.CLUSTERED)
            .domain("cht.example.org")
            .ports(8080, 8443)
            .memoryLimit("api", 1_000_000_000L)
            .logLevel(LogLevel.DEBUG)
            .network("own")
            .registryMirror("mirror.example.org:5000/cht")
            .build();
    assertThat(one.change().build()).isEqualTo(one);
    assertThat(one.change().version("5.0.3").build().version()).isEqualTo(ChtVersion.of("5.0.3"));
  }

  @Test
  void nothingIsNotUp() {
    assertThat(ServiceStatus.areUp(List.of())).isFalse();
    assertThat(ServiceStatus.areUp(List.of(ServiceStatus.missing("api", "")))).isFalse();
  }
}
