package io.github.chthosting.k8s.deployment;

import io.github.chthosting.plan.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks values that a person has written, and lists what is wrong with them. */
final class ValuesCheck {
  private static final Set<String> TRUTH =
      Set.of(
          "couchdb_data.preExistingDataAvailable", "couchdb.clusteredCouchEnabled", "cache_images");
  private static final Pattern NUMBER = Pattern.compile("-\\d+$");

  /**
   * The keys of charts 5.0 to 5.3: what a template reads, and what their own files of values hold.
   */
  private static final Set<String> KNOWN =
      Set.of(
          "project_name",
          "namespace",
          "chtversion",
          "cht_image_tag",
          "cluster_type",
          "environment",
          "cache_images",
          "upstream_servers.docker_registry",
          "upstream_servers.builds_url",
          "upgrade_service.tag",
          "api.service.type",
          "api.port",
          "api.node_env",
          "api.log_level",
          "sentinel.node_env",
          "sentinel.log_level",
          "haproxy.ip",
          "haproxy.port",
          "couchdb.user",
          "couchdb.password",
          "couchdb.secret",
          "couchdb.uuid",
          "couchdb.db_name",
          "couchdb.clusteredCouchEnabled",
          "couchdb.clusteredCouch_enabled",
          "couchdb.couchdb_node_storage_size",
          "couchdb.storage_class",
          "couchdb.persistent_disk.size",
          "couchdb.persistent_disk.type",
          "couchdb.persistent_disk.diskName",
          "clusteredCouch.noOfCouchDBNodes",
          "toleration.key",
          "toleration.operator",
          "toleration.value",
          "toleration.effect",
          "nodes.node",
          "nodes.single_node_deploy",
          "ingress.host",
          "ingress.hosted_zone_id",
          "ingress.load_balancer",
          "ingress.annotations.groupname",
          "ingress.annotations.tags",
          "ingress.annotations.certificate",
          "ingress.gcp.enabled",
          "ingress.gcp.staticIpName",
          "ingress.gcp.managedCertificateName",
          "cert_source",
          "certificate_crt_file_path",
          "certificate_key_file_path",
          "couchdb_data.preExistingDataAvailable",
          "couchdb_data.dataPathOnDiskForCouchDB",
          "couchdb_data.partition",
          "ebs.preExistingEBSVolumeID",
          "ebs.preExistingEBSVolumeSize",
          "local_storage.preExistingDiskPath",
          "k3s_use_vSphere_storage_class",
          "vSphere.datastoreName",
          "vSphere.diskPath");

  private ValuesCheck() {}

  static List<Finding> of(ObjectNode tree) {
    List<Finding> findings = new ArrayList<>();
    leaves(tree).forEach((path, value) -> leaf(path, value, findings));
    JsonNode path = tree.path("couchdb_data").path("dataPathOnDiskForCouchDB");
    boolean four = tree.path("couchdb").has("clusteredCouch_enabled");
    if (!four && path.asString("").isEmpty()) {
      findings.add(
          Finding.warning(
              ValuesFinding.ROOT_OF_VOLUME,
              "couchdb_data.dataPathOnDiskForCouchDB",
              "is not set, so that CouchDB starts on the root of its volume: data in the folder"
                  + " 'data' is not seen, and the CHT installs itself anew",
              "Set it to data, or to the folder in which the data lies."));
    }
    return findings;
  }

  private static void leaf(String path, JsonNode value, List<Finding> findings) {
    if (TRUTH.contains(path) && value.isString()) {
      findings.add(
          Finding.warning(
              ValuesFinding.QUOTED_BOOLEAN,
              path,
              "is the text \"" + value.asString() + "\", which the charts of 5.x take for true",
              "Write it without quotes."));
    }
    if (!KNOWN.contains(NUMBER.matcher(path).replaceFirst(""))) {
      findings.add(
          Finding.warning(
              ValuesFinding.UNUSED,
              path,
              "is not a value of the CHT's charts, and does nothing",
              "Check its name, or remove it."));
    }
  }

  /** Returns what is no map, by its path, in the order of the file. */
  static Map<String, JsonNode> leaves(ObjectNode tree) {
    Map<String, JsonNode> leaves = new LinkedHashMap<>();
    collect("", tree, leaves);
    return leaves;
  }

  private static void collect(String prefix, ObjectNode node, Map<String, JsonNode> leaves) {
    node.forEachEntry(
        (key, value) -> {
          String path = prefix.isEmpty() ? key : prefix + "." + key;
          if (value instanceof ObjectNode inner) {
            collect(path, inner, leaves);
          } else {
            leaves.put(path, value);
          }
        });
  }
}
