package io.github.chthosting.k8s.deployment;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.LogLevel;
import io.github.chthosting.platform.Topology;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An instance of the CHT as it is wanted on Kubernetes: a release of the CHT's own chart. A plain
 * value without secrets; valid as a whole, or it does not come to be. {@link HelmValues#of} gives
 * the values that the chart takes for it.
 *
 * @param name of the release and of the CHT's project
 * @param namespace that it has for itself: the chart's objects have fixed names
 * @param version of the CHT, 4.x or 5.x; the chart of the same version is meant
 * @param topology one CouchDB node or three
 * @param cluster kind of the cluster
 * @param domain under which users reach it
 * @param ingress the way in, of the cluster's kind
 * @param certificate that users see: of the load balancer on EKS (ARN) and GKE (name of a managed
 *     certificate), self-signed on k3s
 * @param nodes names of the cluster's nodes for CouchDB in their order; empty for any
 * @param storageSize of each CouchDB node's claim, such as {@code 100Gi}
 * @param storageClass of the claims; empty for the chart's own choice
 * @param volumes new ones, or some that hold data already
 * @param subPath of CouchDB's data within its volume; {@code %d} becomes the number of the node;
 *     empty for the root of the volume
 * @param partition of the volume; 0 if it has none
 * @param logLevel of api and sentinel, from 5.2; CouchDB's is fixed by the chart
 * @param toleration of CouchDB's pods; null for none
 * @param registryMirror {@code HOST[:PORT][/PATH]} to take the images from; empty for the CHT's own
 * @param cachedImages whether a node that has an image does not ask for it again
 */
public record HelmDeployment(
    String name,
    String namespace,
    ChtVersion version,
    Topology topology,
    ClusterType cluster,
    String domain,
    IngressSettings ingress,
    CertificateSource certificate,
    List<String> nodes,
    String storageSize,
    String storageClass,
    DataVolumes volumes,
    String subPath,
    int partition,
    LogLevel logLevel,
    @Nullable Toleration toleration,
    String registryMirror,
    boolean cachedImages)
    implements Deployment {

  /** The registry that the CHT's images are published in. */
  public static final String REGISTRY = "public.ecr.aws/medic";

  /**
   * Checks everything.
   *
   * @throws InvalidDeploymentException with all problems at once
   */
  public HelmDeployment {
    nodes = List.copyOf(nodes);
    HelmDeploymentRules rules = new HelmDeploymentRules(version, topology, cluster);
    rules.names(name, namespace, nodes, registryMirror);
    rules.access(domain, ingress, certificate);
    rules.storage(storageSize, storageClass, subPath, partition);
    rules.volumes(volumes, nodes);
    rules.services(logLevel, Optional.ofNullable(toleration));
    rules.enforce(name);
  }

  /**
   * A deployment with these defaults: a namespace of the release's name, the single topology, new
   * volumes of the cluster's usual class, data in {@code data}, {@code INFO}, the CHT's own
   * registry.
   *
   * @param version as {@link ChtVersion#of} reads it
   * @param domain under which users reach it
   * @param storageSize of each CouchDB node's claim, such as {@code 100Gi}
   */
  public static HelmDeploymentBuilder builder(
      String name, String version, ClusterType cluster, String domain, String storageSize) {
    return new HelmDeploymentBuilder(name, version, cluster, domain, storageSize);
  }

  /** Returns the generation of the chart that is made for its version. */
  public ChartGeneration generation() {
    return ChartGeneration.of(version);
  }

  /**
   * Returns the persistent volumes that must be created before the chart is installed, as
   * Kubernetes takes them: data on k3s that is there already, which the charts of 5.x cannot bind.
   * None otherwise.
   */
  public List<ObjectNode> requiredVolumes() {
    return RequiredVolumes.of(this);
  }

  /** Returns a builder with the values of this deployment, to change some of them. */
  public HelmDeploymentBuilder change() {
    return HelmDeploymentBuilder.of(this);
  }
}
