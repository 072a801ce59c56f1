package io.github.chthosting.k8s.deployment;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.LogLevel;
import io.github.chthosting.platform.Topology;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link HelmDeployment}. Not thread-safe. */
public final class HelmDeploymentBuilder {
  // Stands in for a version that cannot be read, so that the rest is checked too.
  private static final ChtVersion ANY = ChtVersion.of("unreadable");

  private final String name;
  private String version;
  private final ClusterType cluster;
  private String domain;
  private String storageSize;
  private String namespace;
  private Topology topology = Topology.SINGLE;
  private IngressSettings ingress;
  private CertificateSource certificate = CertificateSource.selfSigned();
  private List<String> nodes = List.of();
  private String storageClass = "";
  private DataVolumes volumes = DataVolumes.fresh();
  private String subPath = "data";
  private int partition;
  private LogLevel logLevel = LogLevel.INFO;
  private @Nullable Toleration toleration;
  private String registryMirror = "";
  private boolean cachedImages = true;

  HelmDeploymentBuilder(
      String name, String version, ClusterType cluster, String domain, String storageSize) {
    this.name = name;
    this.version = version;
    this.cluster = cluster;
    this.domain = domain;
    this.storageSize = storageSize;
    this.namespace = name;
    this.ingress =
        switch (cluster) {
          case K3S -> new IngressSettings.Traefik();
          case EKS -> new IngressSettings.Alb(name, "cht=" + name, "none");
          case GKE -> new IngressSettings.Gce(name + "-ip");
        };
  }

  static HelmDeploymentBuilder of(HelmDeployment other) {
    return new HelmDeploymentBuilder(
            other.name(),
            other.version().toString(),
            other.cluster(),
            other.domain(),
            other.storageSize())
        .namespace(other.namespace())
        .topology(other.topology())
        .ingress(other.ingress())
        .certificate(other.certificate())
        .nodes(other.nodes().toArray(String[]::new))
        .storageClass(other.storageClass())
        .volumes(other.volumes())
        .subPath(other.subPath())
        .partition(other.partition())
        .logLevel(other.logLevel())
        .toleration(other.toleration())
        .registryMirror(other.registryMirror())
        .cachedImages(other.cachedImages());
  }

  /** Sets the version of the CHT, such as {@code 5.2.0}. */
  public HelmDeploymentBuilder version(String newVersion) {
    version = newVersion;
    return this;
  }

  /** Sets the name by which users reach it. */
  public HelmDeploymentBuilder domain(String newDomain) {
    domain = newDomain;
    return this;
  }

  /** Sets the namespace, which must hold no other CHT. Default the release's name. */
  public HelmDeploymentBuilder namespace(String newNamespace) {
    namespace = newNamespace;
    return this;
  }

  /** Sets the number of CouchDB nodes. Default one. */
  public HelmDeploymentBuilder topology(Topology newTopology) {
    topology = newTopology;
    return this;
  }

  /**
   * Sets the way in for users. Default on EKS a load balancer of its own, on GKE the static address
   * {@code NAME-ip}.
   */
  public HelmDeploymentBuilder ingress(IngressSettings newIngress) {
    ingress = newIngress;
    return this;
  }

  /** Sets the source of the certificate. Default self-signed, which k3s alone can have. */
  public HelmDeploymentBuilder certificate(CertificateSource newCertificate) {
    certificate = newCertificate;
    return this;
  }

  /** Sets the cluster's nodes for CouchDB: one for each CouchDB node, in their order. */
  public HelmDeploymentBuilder nodes(String... names) {
    nodes = List.of(names);
    return this;
  }

  /** Sets the size of each CouchDB node's claim, such as {@code 100Gi}. */
  public HelmDeploymentBuilder storageSize(String size) {
    storageSize = size;
    return this;
  }

  /** Sets the storage class of new volumes. Default the chart's choice. */
  public HelmDeploymentBuilder storageClass(String newClass) {
    storageClass = newClass;
    return this;
  }

  /** Sets the volumes of CouchDB's data. Default new ones. */
  public HelmDeploymentBuilder volumes(DataVolumes newVolumes) {
    volumes = newVolumes;
    return this;
  }

  /** Sets where CouchDB's data lies within its volume. Default {@code data}. */
  public HelmDeploymentBuilder subPath(String path) {
    subPath = path;
    return this;
  }

  /** Sets the partition of volumes that are there. Default 0, which is none. */
  public HelmDeploymentBuilder partition(int number) {
    partition = number;
    return this;
  }

  /** Sets how much api and sentinel log. Default {@link LogLevel#INFO}. */
  public HelmDeploymentBuilder logLevel(LogLevel level) {
    logLevel = level;
    return this;
  }

  /** Sets the toleration of CouchDB's pods. Default none. */
  public HelmDeploymentBuilder toleration(@Nullable Toleration newToleration) {
    toleration = newToleration;
    return this;
  }

  /** Sets the registry to take images from, {@code HOST[:PORT][/PATH]}. Default the CHT's own. */
  public HelmDeploymentBuilder registryMirror(String mirror) {
    registryMirror = mirror;
    return this;
  }

  /** Sets whether a node that has an image asks for it no more. Default true. */
  public HelmDeploymentBuilder cachedImages(boolean cached) {
    cachedImages = cached;
    return this;
  }

  /**
   * Checks everything.
   *
   * @throws InvalidDeploymentException with all problems at once
   */
  public HelmDeployment build() {
    ChtVersion parsed;
    try {
      parsed = ChtVersion.of(version);
    } catch (IllegalArgumentException e) {
      return refuse("version: " + e.getMessage());
    }
    return build(parsed);
  }

  private HelmDeployment build(ChtVersion parsed) {
    return new HelmDeployment(
        name,
        namespace,
        parsed,
        topology,
        cluster,
        domain,
        ingress,
        certificate,
        nodes,
        storageSize,
        storageClass,
        volumes,
        subPath,
        partition,
        logLevel,
        toleration,
        registryMirror,
        cachedImages);
  }

  private HelmDeployment refuse(String first) {
    try {
      build(ANY);
    } catch (InvalidDeploymentException e) {
      throw e.after(first);
    }
    throw new InvalidDeploymentException(name, List.of(first));
  }
}
