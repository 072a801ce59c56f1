package io.github.chthosting.k8s.deployment;

import io.github.chthosting.http.Json;
import io.github.chthosting.platform.Topology;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Persistent volumes that must be there before the chart is installed, where it cannot make them
 * itself. The charts of 5.x give existing data on k3s a volume of class {@code local-path} and a
 * claim of class "", which Kubernetes never binds to each other. So the claim is left as for new
 * data, and finds a volume of its class that is reserved for it.
 */
final class RequiredVolumes {
  private RequiredVolumes() {}

  /** Returns whether such a deployment needs them. */
  static boolean areFor(HelmDeployment deployment) {
    return deployment.volumes() instanceof DataVolumes.HostPaths
        && deployment.generation() != ChartGeneration.V4;
  }

  static List<ObjectNode> of(HelmDeployment deployment) {
    return areFor(deployment)
        ? IntStream.range(0, deployment.topology().nodes())
            .mapToObj(node -> volume(deployment, node))
            .toList()
        : List.of();
  }

  private static ObjectNode volume(HelmDeployment deployment, int node) {
    boolean single = deployment.topology() == Topology.SINGLE;
    String claim = single ? "couchdb-claim0" : "couchdb-" + (node + 1) + "-claim0";
    ObjectNode volume = Json.mapper().createObjectNode();
    volume.put("apiVersion", "v1").put("kind", "PersistentVolume");
    String name = "couchdb-data-" + deployment.namespace() + (single ? "" : "-" + (node + 1));
    volume.putObject("metadata").put("name", name);
    ObjectNode spec = volume.putObject("spec");
    spec.putObject("capacity").put("storage", deployment.storageSize());
    spec.put("volumeMode", "Filesystem");
    spec.putArray("accessModes").add("ReadWriteOnce");
    spec.put("persistentVolumeReclaimPolicy", "Retain");
    String wanted = deployment.storageClass();
    spec.put("storageClassName", wanted.isEmpty() ? deployment.cluster().storageClass() : wanted);
    spec.putObject("claimRef")
        .put("apiVersion", "v1")
        .put("kind", "PersistentVolumeClaim")
        .put("namespace", deployment.namespace())
        .put("name", claim);
    // "Directory": a folder that is not there is an error, and no empty CHT.
    spec.putObject("hostPath")
        .put("path", deployment.volumes().places().get(node))
        .put("type", "Directory");
    onNode(spec, deployment.nodes().get(node));
    return volume;
  }

  private static void onNode(ObjectNode spec, String node) {
    ObjectNode term =
        spec.putObject("nodeAffinity")
            .putObject("required")
            .putArray("nodeSelectorTerms")
            .addObject();
    term.putArray("matchExpressions")
        .addObject()
        .put("key", "kubernetes.io/hostname")
        .put("operator", "In")
        .putArray("values")
        .add(node);
  }
}
