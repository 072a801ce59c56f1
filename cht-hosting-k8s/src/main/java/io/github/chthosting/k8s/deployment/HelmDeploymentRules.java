package io.github.chthosting.k8s.deployment;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.DomainRules;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.LogLevel;
import io.github.chthosting.platform.Topology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Collects what is wrong with a deployment. */
final class HelmDeploymentRules {
  // Helm takes 53 characters for a release, since the names of objects are made of it.
  private static final Pattern RELEASE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern NODE = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final Pattern MIRROR =
      Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\\d{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");
  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,9}(Mi|Gi|Ti|M|G|T)");
  private static final Set<String> OPERATORS = Set.of("Equal", "Exists");
  private static final Set<String> EFFECTS = Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");
  private static final Set<String> SYSTEM =
      Set.of("default", "kube-system", "kube-public", "kube-node-lease");

  private final ChtVersion version;
  private final Topology topology;
  private final ClusterType cluster;
  private final List<String> problems = new ArrayList<>();

  HelmDeploymentRules(ChtVersion version, Topology topology, ClusterType cluster) {
    this.version = version;
    this.topology = topology;
    this.cluster = cluster;
    version.unsupported().ifPresent(reason -> problems.add("version: " + reason));
    require(
        !version.toString().equals("5.0.0"),
        "version: the chart of 5.0.0 mounts one volume in two pods, which most storage refuses"
            + " (cht-core#10481); take 5.0.1 or later");
    require(
        cluster != ClusterType.GKE || version.isAtLeast(5, 0),
        "cluster: the chart of " + version + " does not know GKE; it came with CHT 5.0");
  }

  void enforce(String name) {
    if (!problems.isEmpty()) {
      throw new InvalidDeploymentException(name, problems);
    }
  }

  private void require(boolean met, String problem) {
    if (!met) {
      problems.add(problem);
    }
  }

  private void matches(Pattern pattern, String what, String value, String rule) {
    require(pattern.matcher(value).matches(), what + ": '" + value + "' " + rule);
  }

  void names(String name, String namespace, List<String> nodes, String mirror) {
    matches(RELEASE, "name", name, "must be 1 to 53 of a-z, 0-9 and -, as Helm takes it");
    matches(LABEL, "namespace", namespace, "must be 1 to 63 of a-z, 0-9 and -");
    require(
        !SYSTEM.contains(namespace), "namespace: " + namespace + " is not for a CHT; make its own");
    nodes.forEach(node -> node(node));
    require(
        nodes.isEmpty() || nodes.size() == topology.nodes(),
        "nodes: " + topology + " has " + topology.nodes() + " CouchDB nodes, not " + nodes.size());
    require(
        topology == Topology.SINGLE || cluster == ClusterType.K3S || !nodes.isEmpty(),
        "nodes: on " + cluster + " the chart asks for one name for each CouchDB node");
    require(
        version.isAtLeast(5, 0) || cluster != ClusterType.K3S || !nodes.isEmpty(),
        "nodes: on k3s the chart of 4.x keeps data in a folder of whichever node CouchDB runs on:"
            + " name the node");
    if (!mirror.isEmpty()) {
      matches(
          MIRROR,
          "registry mirror",
          mirror,
          "is not HOST[:PORT][/PATH] in lower case, without scheme or credentials");
    }
  }

  private void node(String node) {
    matches(NODE, "nodes", node, "is not the name of a node");
    bare("nodes", node);
  }

  private void bare(String what, String value) {
    require(
        BareText.isSafe(value),
        what + ": the chart prints '" + value + "' without quotes, and YAML takes it otherwise");
  }

  void access(String domain, IngressSettings ingress, CertificateSource certificate) {
    DomainRules.problem(domain).ifPresent(problem -> problems.add("domain: " + problem));
    require(
        ingress.cluster() == cluster,
        "ingress: one of " + ingress.cluster() + " cannot be on " + cluster);
    if (ingress instanceof IngressSettings.Alb alb) {
      bare("ingress group name", alb.groupName());
      bare("ingress tags", alb.tags());
      require(!alb.hostedZoneId().isBlank(), "ingress: the chart asks for a hosted zone id");
    } else if (ingress instanceof IngressSettings.Gce gce) {
      matches(LABEL, "ingress static address", gce.staticIpName(), "is not the name of an address");
      bare("ingress static address", gce.staticIpName());
    }
    certificate(certificate);
  }

  private void certificate(CertificateSource certificate) {
    if (cluster == ClusterType.K3S) {
      require(
          certificate instanceof CertificateSource.SelfSigned,
          "certificate: on k3s the chart leaves it to the ingress controller, whose own is"
              + " self-signed; another one is not supported yet");
      return;
    }
    if (certificate instanceof CertificateSource.LoadBalancer given) {
      bare("certificate", given.reference());
      require(
          cluster != ClusterType.EKS || given.reference().startsWith("arn:"),
          "certificate: '" + given.reference() + "' is not the ARN of a certificate");
    } else {
      problems.add(
          "certificate: on " + cluster + " it is the load balancer's: name it by loadBalancer()");
    }
  }

  void storage(String size, String storageClass, String subPath, int partition) {
    size("storage size", size);
    if (!storageClass.isEmpty()) {
      matches(NODE, "storage class", storageClass, "is not the name of a storage class");
      bare("storage class", storageClass);
      require(
          version.isAtLeast(5, 0),
          "storage class: the chart of 4.x takes none; leave it to the chart");
    }
    if (!subPath.isEmpty()) {
      subPath(subPath);
    }
    require(partition >= 0 && partition < 128, "partition: " + partition + " is not 0 to 127");
  }

  private void size(String what, String size) {
    matches(SIZE, what, size, "is not a size such as 100Gi");
  }

  private void subPath(String subPath) {
    bare("sub path", subPath);
    require(
        !subPath.startsWith("/")
            && List.of(subPath.split("/", -1)).stream().noneMatch(Set.of("", ".", "..")::contains),
        "sub path: '" + subPath + "' must be relative, without empty parts, . or ..");
    int place = subPath.indexOf('%');
    require(
        place < 0 || (subPath.startsWith("%d", place) && place == subPath.lastIndexOf('%')),
        "sub path: '" + subPath + "' has a % that is no single %d");
    require(
        place < 0 || topology == Topology.CLUSTERED,
        "sub path: %d stands for the number of a node, and a single node has none");
  }

  void volumes(DataVolumes volumes, List<String> nodes) {
    if (!volumes.areThere()) {
      return;
    }
    List<String> places = volumes.places();
    require(
        places.size() == topology.nodes(),
        "volumes: " + topology + " needs " + topology.nodes() + ", not " + places.size());
    require(
        new HashSet<>(places).size() == places.size(), "volumes: one stands for two CouchDB nodes");
    if (volumes instanceof DataVolumes.Ebs ebs) {
      kind(ClusterType.EKS, "EBS volumes");
      size("volumes", ebs.size());
      places.forEach(
          each -> require(each.matches("vol-[0-9a-f]+"), "volumes: '" + each + "' is not vol-..."));
    } else if (volumes instanceof DataVolumes.GceDisks disks) {
      kind(ClusterType.GKE, "Google's disks");
      size("volumes", disks.size());
      places.forEach(each -> matches(LABEL, "volumes", each, "is not the name of a disk"));
    } else {
      kind(ClusterType.K3S, "folders of nodes");
      places.forEach(this::folder);
      require(
          nodes.size() == topology.nodes(),
          "nodes: data that lies in a folder of a node needs that node's name");
    }
  }

  private void kind(ClusterType wanted, String what) {
    require(cluster == wanted, "volumes: " + what + " are of " + wanted + ", not " + cluster);
  }

  private void folder(String folder) {
    require(
        folder.startsWith("/") && folder.length() > 1 && !folder.contains("/.."),
        "volumes: '" + folder + "' is not an absolute folder below the root");
    bare("volumes", folder);
  }

  void services(LogLevel level, Optional<Toleration> toleration) {
    require(
        level == LogLevel.INFO || version.isAtLeast(5, 2),
        "log level: the chart of " + version + " has none; it came with CHT 5.2");
    toleration.ifPresent(this::toleration);
  }

  private void toleration(Toleration toleration) {
    bare("toleration key", toleration.key());
    require(
        OPERATORS.contains(toleration.operator()),
        "toleration: operator '" + toleration.operator() + "' is neither Equal nor Exists");
    require(
        EFFECTS.contains(toleration.effect()),
        "toleration: there is no effect '" + toleration.effect() + "'");
  }
}
