package io.github.chthosting.k8s.deployment;

import io.github.chthosting.http.Json;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.Topology;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the values of a chart. All that a chart reads is given, since the charts of 5.x have no
 * defaults; numbers and truth values without quotes, texts with them.
 */
final class ValuesWriter {
  static final String BUILDS = "https://staging.dev.medicmobile.org/_couch/builds_4";
  static final String UPGRADE_SERVICE = "0.32";
  // The 4.x chart prints a toleration always. This is its own; nobody has such a taint by chance.
  private static final Toleration DEFAULT_4X = Toleration.of("dev-couchdb-only", "true");

  private final HelmDeployment deployment;
  private final InstanceSecrets secrets;
  private final boolean four;
  private final ObjectNode root = Json.mapper().createObjectNode();

  ValuesWriter(HelmDeployment deployment, InstanceSecrets secrets) {
    this.deployment = deployment;
    this.secrets = secrets;
    this.four = deployment.generation() == ChartGeneration.V4;
  }

  ObjectNode write() {
    names();
    services();
    couchdb();
    nodes();
    ingress();
    data();
    return root;
  }

  private void names() {
    root.put("project_name", deployment.name());
    root.put("namespace", deployment.namespace());
    root.put("chtversion", deployment.version().toString());
    root.put("cht_image_tag", deployment.version().toString());
    root.put("cluster_type", deployment.cluster().value());
    root.put("environment", deployment.cluster() == ClusterType.K3S ? "local" : "remote");
    root.put("cache_images", deployment.cachedImages());
    String mirror = deployment.registryMirror();
    root.putObject("upstream_servers")
        .put("docker_registry", mirror.isEmpty() ? HelmDeployment.REGISTRY : mirror)
        .put("builds_url", BUILDS);
  }

  private void services() {
    if (four) {
      root.putObject("upgrade_service").put("tag", UPGRADE_SERVICE);
      return;
    }
    ObjectNode api = root.putObject("api");
    api.putObject("service").put("type", "ClusterIP");
    if (deployment.version().isAtLeast(5, 2)) {
      for (ObjectNode each : List.of(api, root.putObject("sentinel"))) {
        each.put("node_env", "production").put("log_level", deployment.logLevel().service());
      }
    }
  }

  private void couchdb() {
    boolean clustered = deployment.topology() == Topology.CLUSTERED;
    ObjectNode couchdb = root.putObject("couchdb");
    couchdb.put("user", secrets.user());
    couchdb.put("password", String.valueOf(secrets.password().reveal()));
    couchdb.put("secret", String.valueOf(secrets.secret().reveal()));
    couchdb.put("uuid", secrets.uuid());
    couchdb.put("couchdb_node_storage_size", deployment.storageSize());
    couchdb.put(four ? "clusteredCouch_enabled" : "clusteredCouchEnabled", clustered);
    if (!four) {
      String wanted = deployment.storageClass();
      couchdb.put("storage_class", wanted.isEmpty() ? deployment.cluster().storageClass() : wanted);
    }
    root.putObject("clusteredCouch").put("noOfCouchDBNodes", Topology.CLUSTERED.nodes());
    toleration()
        .ifPresent(
            toleration ->
                root.putObject("toleration")
                    .put("key", toleration.key())
                    .put("operator", toleration.operator())
                    .put("value", toleration.value())
                    .put("effect", toleration.effect()));
  }

  private Optional<Toleration> toleration() {
    return Optional.ofNullable(deployment.toleration())
        .or(() -> four ? Optional.of(DEFAULT_4X) : Optional.empty());
  }

  /** An empty name for a single node is no name for the charts: what is not wanted is left out. */
  private void nodes() {
    ObjectNode nodes = root.putObject("nodes");
    List<String> names = deployment.nodes();
    if (deployment.topology() == Topology.SINGLE) {
      names.forEach(name -> nodes.put("single_node_deploy", name));
      return;
    }
    for (int i = 1; i <= deployment.topology().nodes(); i++) {
      nodes.put("node-" + i, names.isEmpty() ? "" : names.get(i - 1));
    }
  }

  private void ingress() {
    ObjectNode ingress = root.putObject("ingress").put("host", deployment.domain());
    if (deployment.ingress() instanceof IngressSettings.Alb alb) {
      ingress.put("hosted_zone_id", alb.hostedZoneId());
      ingress
          .putObject("annotations")
          .put("groupname", alb.groupName())
          .put("tags", alb.tags())
          .put("certificate", certificate());
    } else if (deployment.ingress() instanceof IngressSettings.Gce gce) {
      ingress
          .putObject("gcp")
          .put("enabled", true)
          .put("staticIpName", gce.staticIpName())
          .put("managedCertificateName", certificate());
    }
  }

  private String certificate() {
    return deployment.certificate() instanceof CertificateSource.LoadBalancer given
        ? given.reference()
        : "";
  }

  private void data() {
    DataVolumes volumes = deployment.volumes();
    ObjectNode data = root.putObject("couchdb_data");
    data.put("preExistingDataAvailable", volumes.areThere() && !RequiredVolumes.areFor(deployment));
    data.put("dataPathOnDiskForCouchDB", deployment.subPath());
    data.put("partition", String.valueOf(deployment.partition()));
    switch (deployment.cluster()) {
      case EKS -> ebs(volumes);
      case GKE -> disks(volumes);
      case K3S -> folders(volumes);
    }
  }

  private void ebs(DataVolumes volumes) {
    if (volumes instanceof DataVolumes.Ebs ebs) {
      ObjectNode node = root.putObject("ebs").put("preExistingEBSVolumeSize", ebs.size());
      number(node, "preExistingEBSVolumeID-", ebs.places());
    }
  }

  private void disks(DataVolumes volumes) {
    if (volumes instanceof DataVolumes.GceDisks disks) {
      ObjectNode couchdb = (ObjectNode) root.path("couchdb");
      ObjectNode node = couchdb.putObject("persistent_disk").put("size", disks.size());
      if (deployment.topology() == Topology.SINGLE) {
        node.put("diskName", disks.places().get(0));
      } else {
        number(node, "diskName-", disks.places());
      }
    }
  }

  /**
   * The 4.x chart keeps a single node's data in a folder of its host, always. Its default is the
   * same for every instance, so that two on one host would share their data: ours is named after
   * the namespace, as the chart itself does for clusters.
   */
  private void folders(DataVolumes volumes) {
    root.put("k3s_use_vSphere_storage_class", false);
    if (volumes.areThere()) {
      number(root.putObject("local_storage"), "preExistingDiskPath-", volumes.places());
    } else if (four) {
      List<String> own = List.of(newFolder(deployment.namespace()));
      number(root.putObject("local_storage"), "preExistingDiskPath-", own);
    }
  }

  static String newFolder(String namespace) {
    return "/var/lib/" + namespace + "-couchdb1";
  }

  private static void number(ObjectNode node, String prefix, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      node.put(prefix + (i + 1), values.get(i));
    }
  }
}
