package io.github.chthosting.examples;

import io.github.chthosting.k8s.deployment.ClusterType;
import io.github.chthosting.k8s.deployment.HelmDeployment;
import io.github.chthosting.k8s.deployment.HelmDeploymentBuilder;
import io.github.chthosting.k8s.deployment.HelmValues;
import io.github.chthosting.k8s.deployment.InstanceSecrets;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the values of the CHT's chart. */
@Command(
    name = "k8s-values",
    mixinStandardHelpOptions = true,
    description = "makes the values of the CHT's Helm chart, with new secrets",
    footer = "Asks no cluster. Without --out it prints them with the secrets hidden.")
final class K8sValues implements Runnable {
  @Option(names = "--name", defaultValue = "cht", description = "default ${DEFAULT-VALUE}")
  private String name = "cht";

  @Option(names = "--version-of-cht", required = true, description = "such as 5.2.0")
  private String version = "";

  @Option(names = "--cluster", required = true, description = "${COMPLETION-CANDIDATES}")
  private ClusterType cluster = ClusterType.K3S;

  @Option(names = "--domain", required = true, description = "under which users reach it")
  private String domain = "";

  @Option(names = "--size", required = true, description = "of each CouchDB node, such as 100Gi")
  private String size = "";

  @Option(names = "--clustered", description = "three CouchDB nodes instead of one")
  private boolean clustered;

  @Option(
      names = "--node",
      description = "of the cluster, for CouchDB; once for each CouchDB node",
      arity = "1")
  private String[] nodes = {};

  @Option(
      names = "--certificate",
      description = "of the load balancer: an ARN on EKS, a managed certificate's name on GKE")
  private Optional<String> certificate = Optional.empty();

  @Option(names = "--user", defaultValue = "medic", description = "default ${DEFAULT-VALUE}")
  private String user = "medic";

  @Option(names = "--out", description = "a new file for them, for its owner alone")
  private Optional<Path> out = Optional.empty();

  @Override
  public void run() {
    HelmValues values = HelmValues.of(deployment(), InstanceSecrets.random(user));
    out.ifPresentOrElse(values::write, () -> System.out.print(values));
    out.ifPresent(file -> System.out.println("written, with new secrets: " + file));
  }

  private HelmDeployment deployment() {
    HelmDeploymentBuilder builder =
        HelmDeployment.builder(name, version, cluster, domain, size)
            .topology(clustered ? Topology.CLUSTERED : Topology.SINGLE)
            .nodes(nodes);
    certificate.map(CertificateSource::loadBalancer).ifPresent(builder::certificate);
    return builder.build();
  }
}
