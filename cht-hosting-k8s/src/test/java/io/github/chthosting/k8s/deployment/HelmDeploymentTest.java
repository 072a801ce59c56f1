package io.github.chthosting.k8s.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.LogLevel;
import io.github.chthosting.platform.Topology;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelmDeploymentTest {
  private static ListAssert<String> assertProblems(HelmDeploymentBuilder builder) {
    try {
      builder.build();
      return assertThat(List.<String>of());
    } catch (InvalidDeploymentException e) {
      return assertThat(e.problems());
    }
  }

  private static HelmDeploymentBuilder k3s() {
    return Deployments.of("5.2.0", ClusterType.K3S, Topology.SINGLE);
  }

  @Test
  void aChangedOneIsTheSameButForTheChange() {
    for (HelmDeployment each : Deployments.all("5.2.0")) {
      assertThat(each.change().build()).isEqualTo(each);
    }
    assertThat(k3s().build().change().domain("other.example.org").build().domain())
        .isEqualTo("other.example.org");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    HelmDeploymentBuilder bad =
        HelmDeployment.builder("Kisumu_1", "5", ClusterType.EKS, "http://x", "100")
            .namespace("kube-system")
            .topology(Topology.CLUSTERED)
            .subPath("../data")
            .partition(-1)
            .registryMirror("https://r")
            .volumes(DataVolumes.hostPaths("/a"));
    assertProblems(bad)
        .extracting(each -> each.substring(0, each.indexOf(':')))
        .contains(
            "version",
            "name",
            "namespace",
            "nodes",
            "registry mirror",
            "domain",
            "certificate",
            "storage size",
            "sub path",
            "partition",
            "volumes");
  }

  @Test
  void theChartThatMountsOneVolumeTwiceIsRefused() {
    assertProblems(k3s().version("5.0.0")).singleElement().asString().contains("cht-core#10481");
    assertProblems(k3s().version("5.0.1")).isEmpty();
  }

  @Test
  void whatAGenerationDoesNotKnowIsRefused() {
    assertProblems(k3s().version("5.1.0").logLevel(LogLevel.DEBUG))
        .singleElement()
        .asString()
        .contains("CHT 5.2");
    assertProblems(k3s().version("4.22.0").storageClass("fast"))
        .singleElement()
        .asString()
        .contains("4.x takes none");
    assertProblems(Deployments.of("4.22.0", ClusterType.GKE, Topology.SINGLE))
        .anyMatch(each -> each.contains("does not know GKE"));
  }

  /** The 4.x chart keeps a single node's data in a folder of whichever node it runs on. */
  @Test
  void theOldChartOnK3sNeedsTheNameOfTheNode() {
    assertProblems(k3s().version("4.22.0").nodes())
        .singleElement()
        .asString()
        .contains("name the node");
    assertProblems(k3s().nodes()).isEmpty();
  }

  /** Printed without quotes, YAML takes them for numbers, truth values or something else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345",
        "73e19",
        "yes",
        "on",
        "null",
        "0x1f",
        "2026-11-30",
        "a: b",
        "a #b",
        "-",
        "08"
      })
  void textThatAChartWouldPrintAsSomethingElse(String text) {
    assertProblems(k3s().subPath(text)).anyMatch(each -> each.startsWith("sub path: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data", "storage/medic-core/couchdb/data", "a1", "1a", "couchdb.d"})
  void ordinaryFolders(String text) {
    assertProblems(k3s().subPath(text)).isEmpty();
  }

  @Test
  void numberedFoldersAreOfClusters() {
    assertProblems(Deployments.of("5.2.0", ClusterType.K3S, Topology.CLUSTERED).subPath("data%d"))
        .isEmpty();
    assertProblems(k3s().subPath("data%d")).hasSize(1);
    assertProblems(Deployments.of("5.2.0", ClusterType.K3S, Topology.CLUSTERED).subPath("a%s"))
        .hasSize(1);
  }

  @Test
  void volumesAreOfTheClustersKindAndOneForEachNode() {
    assertProblems(k3s().volumes(DataVolumes.ebs("1Gi", "vol-1")))
        .singleElement()
        .asString()
        .contains("EBS volumes are of EKS, not K3S");
    HelmDeploymentBuilder three = Deployments.of("5.2.0", ClusterType.EKS, Topology.CLUSTERED);
    assertProblems(three.volumes(DataVolumes.ebs("1Gi", "vol-1", "vol-1")))
        .containsExactly(
            "volumes: CLUSTERED needs 3, not 2", "volumes: one stands for two CouchDB nodes");
    assertProblems(k3s().nodes().volumes(DataVolumes.hostPaths("/var/lib/a")))
        .singleElement()
        .asString()
        .contains("needs that node's name");
  }

  @Test
  void certificatesAreThoseOfTheKindOfCluster() {
    assertProblems(k3s().certificate(CertificateSource.acme("a@example.org"))).hasSize(1);
    assertThatThrownBy(
            () ->
                HelmDeployment.builder("a", "5.2.0", ClusterType.EKS, "a.example.org", "1Gi")
                    .build())
        .isInstanceOf(InvalidDeploymentException.class)
        .hasMessageContaining("loadBalancer()");
  }

  /** A claim of the usual class finds them, since they are reserved for it. */
  @Test
  void existingDataOnK3sNeedsVolumesBesideTheChart() {
    HelmDeployment one = k3s().volumes(DataVolumes.hostPaths("/var/lib/a")).build();
    assertThat(one.requiredVolumes())
        .singleElement()
        .asString()
        .contains("\"couchdb-claim0\"", "/var/lib/a", "local-path", "Retain", "\"n1\"");
    HelmDeployment three =
        Deployments.of("5.3.0", ClusterType.K3S, Topology.CLUSTERED)
            .volumes(DataVolumes.hostPaths("/a", "/b", "/c"))
            .build();
    assertThat(three.requiredVolumes())
        .extracting(each -> each.at("/spec/claimRef/name").asString())
        .containsExactly("couchdb-1-claim0", "couchdb-2-claim0", "couchdb-3-claim0");
    assertThat(k3s().build().requiredVolumes()).isEmpty();
    HelmDeployment four = k3s().version("4.22.0").volumes(DataVolumes.hostPaths("/a")).build();
    assertThat(four.requiredVolumes()).isEmpty();
  }
}
