package io.github.chthosting.k8s.deployment;

import io.github.chthosting.Secret;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.Topology;
import java.util.ArrayList;
import java.util.List;

/** Deployments of every kind, for tests. */
final class Deployments {
  static final InstanceSecrets SECRETS =
      new InstanceSecrets(
          "medic", Secret.of("pw-of-tests"), Secret.of("s-1a2b"), "u-7300115e-1a98-4607");

  private Deployments() {}

  static HelmDeploymentBuilder of(String version, ClusterType cluster, Topology topology) {
    HelmDeploymentBuilder builder =
        HelmDeployment.builder("kisumu", version, cluster, "cht.example.org", "100Gi")
            .topology(topology)
            .nodes(
                topology == Topology.SINGLE
                    ? new String[] {"n1"}
                    : new String[] {"n1", "n2", "n3"});
    return switch (cluster) {
      case EKS ->
          builder.certificate(CertificateSource.loadBalancer("arn:aws:acm:eu:1:certificate/a"));
      case GKE -> builder.certificate(CertificateSource.loadBalancer("kisumu-cert"));
      case K3S -> builder;
    };
  }

  static DataVolumes existing(ClusterType cluster, Topology topology) {
    boolean single = topology == Topology.SINGLE;
    return switch (cluster) {
      case EKS ->
          single
              ? DataVolumes.ebs("100Gi", "vol-0a")
              : DataVolumes.ebs("100Gi", "vol-0a", "vol-0b", "vol-0c");
      case GKE ->
          single
              ? DataVolumes.gceDisks("100Gi", "disk-a")
              : DataVolumes.gceDisks("100Gi", "disk-a", "disk-b", "disk-c");
      case K3S ->
          single
              ? DataVolumes.hostPaths("/var/lib/a")
              : DataVolumes.hostPaths("/var/lib/a", "/var/lib/b", "/var/lib/c");
    };
  }

  /** All kinds of cluster, topologies, and new and existing volumes that a version can have. */
  static List<HelmDeployment> all(String version) {
    List<HelmDeployment> all = new ArrayList<>();
    for (ClusterType cluster : ClusterType.values()) {
      if (cluster == ClusterType.GKE && version.startsWith("4.")) {
        continue;
      }
      for (Topology topology : Topology.values()) {
        all.add(of(version, cluster, topology).build());
        all.add(of(version, cluster, topology).volumes(existing(cluster, topology)).build());
      }
    }
    return all;
  }
}
