package io.github.chthosting.k8s.deployment;

import io.github.chthosting.Secret;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.LogLevel;
import io.github.chthosting.platform.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a deployment from the values of a chart of any generation. */
final class ValuesReader {
  private final ObjectNode tree;
  private final List<String> problems = new ArrayList<>();

  ValuesReader(ObjectNode tree) {
    this.tree = tree;
  }

  HelmDeployment deployment() {
    String name = text("project_name", "");
    ClusterType cluster = cluster();
    boolean clustered =
        truth("couchdb.clusteredCouchEnabled") || truth("couchdb.clusteredCouch_enabled");
    Topology topology = clustered ? Topology.CLUSTERED : Topology.SINGLE;
    HelmDeploymentBuilder builder =
        HelmDeployment.builder(
                name,
                required("cht_image_tag"),
                cluster,
                required("ingress.host"),
                required("couchdb.couchdb_node_storage_size"))
            .namespace(required("namespace"))
            .topology(topology)
            .nodes(nodes(topology))
            .subPath(text("couchdb_data.dataPathOnDiskForCouchDB", ""))
            .partition(number("couchdb_data.partition", 0))
            .storageClass(storageClass(cluster))
            .registryMirror(mirror())
            .cachedImages(!at("cache_images").isBoolean() || truth("cache_images"))
            .logLevel(logLevel())
            .volumes(volumes(cluster, topology));
    ingress(builder, cluster);
    toleration(builder);
    count(topology);
    if (truth("k3s_use_vSphere_storage_class")) {
      problems.add(
          "k3s_use_vSphere_storage_class: volumes of vSphere are not supported, and the charts of"
              + " 5.x use the value nowhere; there, name the storage class");
    }
    return build(name, builder);
  }

  private HelmDeployment build(String name, HelmDeploymentBuilder builder) {
    HelmDeployment deployment = null;
    try {
      deployment = builder.build();
    } catch (InvalidDeploymentException e) {
      problems.addAll(e.problems());
    }
    if (deployment == null || !problems.isEmpty()) {
      throw new InvalidDeploymentException(name.isEmpty() ? "of these values" : name, problems);
    }
    return deployment;
  }

  InstanceSecrets secrets() {
    String user = text("couchdb.user", "medic");
    String password = required("couchdb.password");
    String secret = required("couchdb.secret");
    String uuid = required("couchdb.uuid");
    if (!problems.isEmpty()) {
      throw new InvalidDeploymentException(text("project_name", "of these values"), problems);
    }
    return new InstanceSecrets(user, Secret.of(password), Secret.of(secret), uuid);
  }

  private JsonNode at(String path) {
    JsonNode node = tree;
    for (String part : path.split("\\.", -1)) {
      node = node.path(part);
    }
    return node;
  }

  private String required(String path) {
    String value = text(path, "");
    if (value.isEmpty() && (at(path).isMissingNode() || at(path).isNull() || at(path).isString())) {
      problems.add(path + ": is missing");
    }
    return value;
  }

  private String text(String path, String otherwise) {
    JsonNode node = at(path);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    if (!node.isString()) {
      problems.add(path + ": is " + kind(node) + " and must be text; put quotes around it");
      return otherwise;
    }
    return node.asString();
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> "a number";
      case BOOLEAN -> "a truth value";
      case ARRAY -> "a list";
      default -> "a map";
    };
  }

  /** The charts' own files have some in quotes: what was meant is taken. */
  private boolean truth(String path) {
    JsonNode node = at(path);
    if (node.isMissingNode() || node.isNull() || node.isBoolean()) {
      return node.asBoolean(false);
    }
    if (node.isString() && (node.asString().equals("true") || node.asString().equals("false"))) {
      return node.asString().equals("true");
    }
    problems.add(path + ": must be true or false, without quotes");
    return false;
  }

  private int number(String path, int otherwise) {
    JsonNode node = at(path);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    if (node.isIntegralNumber()) {
      return node.intValue();
    }
    if (node.isString() && node.asString().matches("[0-9]{1,6}")) {
      return Integer.parseInt(node.asString());
    }
    problems.add(path + ": is not a number");
    return otherwise;
  }

  private ClusterType cluster() {
    String value = required("cluster_type");
    Optional<ClusterType> cluster = ClusterType.of(value);
    if (cluster.isEmpty() && !value.isEmpty()) {
      problems.add("cluster_type: '" + value + "' is none of " + ClusterType.allValues());
    }
    return cluster.orElse(ClusterType.K3S);
  }

  private void count(Topology topology) {
    int nodes = number("clusteredCouch.noOfCouchDBNodes", Topology.CLUSTERED.nodes());
    if (topology == Topology.CLUSTERED && nodes != topology.nodes()) {
      problems.add("clusteredCouch.noOfCouchDBNodes: is " + nodes + "; three are supported");
    }
  }

  private String[] nodes(Topology topology) {
    if (topology == Topology.SINGLE) {
      String node = text("nodes.single_node_deploy", "");
      return node.isEmpty() ? new String[0] : new String[] {node};
    }
    String[] names =
        numbered("nodes.node-", topology).filter(each -> !each.isEmpty()).toArray(String[]::new);
    return names;
  }

  private Stream<String> numbered(String prefix, Topology topology) {
    return IntStream.rangeClosed(1, topology.nodes()).mapToObj(i -> text(prefix + i, ""));
  }

  private String storageClass(ClusterType cluster) {
    String name = text("couchdb.storage_class", "");
    return name.equals(cluster.storageClass()) ? "" : name;
  }

  private String mirror() {
    String registry = text("upstream_servers.docker_registry", HelmDeployment.REGISTRY);
    return registry.equals(HelmDeployment.REGISTRY) ? "" : registry;
  }

  private LogLevel logLevel() {
    String level = text("api.log_level", LogLevel.INFO.service());
    for (LogLevel each : LogLevel.values()) {
      if (each.service().equals(level)) {
        return each;
      }
    }
    problems.add("api.log_level: there is no level '" + level + "'");
    return LogLevel.INFO;
  }

  private DataVolumes volumes(ClusterType cluster, Topology topology) {
    if (!truth("couchdb_data.preExistingDataAvailable")) {
      return topology == Topology.SINGLE ? folderOf4x() : DataVolumes.fresh();
    }
    return switch (cluster) {
      case EKS ->
          DataVolumes.ebs(
              text("ebs.preExistingEBSVolumeSize", ""),
              numbered("ebs.preExistingEBSVolumeID-", topology).toArray(String[]::new));
      case GKE -> {
        boolean single = topology == Topology.SINGLE;
        String prefix = "couchdb.persistent_disk.diskName";
        yield DataVolumes.gceDisks(
            text("couchdb.persistent_disk.size", ""),
            single
                ? new String[] {text(prefix, "")}
                : numbered(prefix + "-", topology).toArray(String[]::new));
      }
      case K3S ->
          DataVolumes.hostPaths(
              numbered("local_storage.preExistingDiskPath-", topology).toArray(String[]::new));
    };
  }

  /** The 4.x chart has a single node's data on k3s in that folder, whatever else is said. */
  private DataVolumes folderOf4x() {
    boolean four = !at("couchdb.clusteredCouch_enabled").isMissingNode();
    String folder = text("local_storage.preExistingDiskPath-1", "");
    boolean ours = folder.equals(ValuesWriter.newFolder(text("namespace", "")));
    boolean k3s = text("cluster_type", "").equals(ClusterType.K3S.value());
    return !four || !k3s || folder.isEmpty() || ours
        ? DataVolumes.fresh()
        : DataVolumes.hostPaths(folder);
  }

  private void ingress(HelmDeploymentBuilder builder, ClusterType cluster) {
    if (cluster == ClusterType.EKS) {
      builder.ingress(
          new IngressSettings.Alb(
              required("ingress.annotations.groupname"),
              required("ingress.annotations.tags"),
              text("ingress.hosted_zone_id", "none")));
      builder.certificate(
          CertificateSource.loadBalancer(required("ingress.annotations.certificate")));
    } else if (cluster == ClusterType.GKE) {
      builder.ingress(new IngressSettings.Gce(required("ingress.gcp.staticIpName")));
      builder.certificate(
          CertificateSource.loadBalancer(required("ingress.gcp.managedCertificateName")));
    }
  }

  private void toleration(HelmDeploymentBuilder builder) {
    JsonNode node = at("toleration");
    if (node.isObject() && !node.isEmpty()) {
      JsonNode value = node.path("value");
      String text =
          value.isBoolean() || value.isNumber() ? value.asString() : text("toleration.value", "");
      builder.toleration(
          new Toleration(
              required("toleration.key"),
              text("toleration.operator", "Equal"),
              text,
              text("toleration.effect", "NoSchedule")));
    }
  }
}
