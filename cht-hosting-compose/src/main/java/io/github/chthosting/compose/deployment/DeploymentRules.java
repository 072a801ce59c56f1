package io.github.chthosting.compose.deployment;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.DomainRules;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Collects what is wrong with a deployment. */
final class DeploymentRules {
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final Pattern NETWORK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern MIRROR =
      Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\\d{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");
  private static final Set<String> ENGINE_NETWORKS = Set.of("bridge", "host", "none", "default");
  private static final Set<String> SERVICES =
      Set.of("api", "haproxy", "nginx", "nouveau", "sentinel", "upgrade-service");
  private static final long LEAST = 64L << 20;
  private static final long LEAST_COUCHDB = 512L << 20;
  private static final long MOST = 16L << 40;

  private final ChtVersion version;
  private final Topology topology;
  private final List<String> problems = new ArrayList<>();

  DeploymentRules(ChtVersion version, Topology topology) {
    this.version = version;
    this.topology = topology;
    version.unsupported().ifPresent(reason -> problems.add("version: " + reason));
  }

  void enforce(String project) {
    if (!problems.isEmpty()) {
      throw new InvalidDeploymentException(project, problems);
    }
  }

  private void require(boolean met, String problem) {
    if (!met) {
      problems.add(problem);
    }
  }

  void names(String project, String network, String mirror) {
    require(
        PROJECT.matcher(project).matches(),
        "project: '"
            + project
            + "' must be 1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit");
    require(
        NETWORK.matcher(network).matches() || !PROJECT.matcher(project).matches(),
        "network: '" + network + "' must be 1 to 63 letters, digits, _, . and -");
    require(
        !ENGINE_NETWORKS.contains(network),
        "network: '" + network + "' belongs to the engine; choose a name of your own");
    if (!mirror.isEmpty()) {
      mirror(mirror);
    }
  }

  private void mirror(String mirror) {
    if (mirror.contains("://")) {
      problems.add("registry mirror: leave out the scheme: HOST[:PORT][/PATH]");
    } else if (mirror.contains("@")) {
      problems.add("registry mirror: must hold no credentials; use docker login");
    } else {
      require(
          MIRROR.matcher(mirror).matches(),
          "registry mirror: '" + mirror + "' is not HOST[:PORT][/PATH] in lower case");
    }
  }

  void access(String domain, int http, int https, CertificateSource tls) {
    DomainRules.problem(domain).ifPresent(problem -> problems.add("domain: " + problem));
    port("HTTP port", http);
    port("HTTPS port", https);
    require(http != https, "ports: HTTP and HTTPS must not share port " + https);
    if (tls instanceof CertificateSource.OwnCertificate own) {
      own(own);
    } else if (tls instanceof CertificateSource.Acme acme) {
      acme(acme, domain, http);
    } else {
      require(
          tls instanceof CertificateSource.SelfSigned,
          "TLS: a load balancer's certificate is not for Docker, where nginx serves it");
    }
  }

  private void port(String name, int port) {
    require(port >= 1 && port <= 65535, name + ": " + port + " is not within 1 to 65535");
  }

  private void own(CertificateSource.OwnCertificate own) {
    absolute("TLS certificate", own.certificate());
    absolute("TLS key", own.key());
    require(
        !own.certificate().equals(own.key()),
        "TLS: certificate and key must be two files, not both " + own.key());
  }

  private void acme(CertificateSource.Acme acme, String domain, int http) {
    require(
        DomainRules.isEmail(acme.email()),
        "TLS: '" + acme.email() + "' is not an e-mail address, which ACME needs");
    require(
        DomainRules.isPublic(domain),
        "TLS: ACME gives no certificate for '" + domain + "'; it needs a public name");
    require(http == 80, "TLS: ACME by HTTP-01 needs HTTP port 80, not " + http);
    require(version.isAtLeast(4, 2), "TLS: " + version + " has no ACME; it came with CHT 4.2.0");
  }

  void storage(Path folder, List<Path> data, Map<String, Long> limits) {
    folder("folder", folder);
    require(
        !folder.toString().contains(","),
        "folder: " + folder + " has a ',', at which Compose takes the names of files apart");
    require(
        data.size() == topology.nodes(),
        "data folders: " + topology + " needs " + topology.nodes() + ", not " + data.size());
    data.forEach(each -> folder("data folder", each));
    distinct(folder, data);
    limits.forEach(this::limit);
  }

  private void folder(String name, Path path) {
    absolute(name, path);
    require(path.getNameCount() > 0, name + ": must not be the root of the file system");
    require(
        path.toString().chars().noneMatch(c -> c == ':' || c < ' '),
        name + ": " + printable(path) + " has a ':' or control character, which volumes cannot");
  }

  private static String printable(Path path) {
    return path.toString().replaceAll("\\p{Cntrl}", "?");
  }

  private void absolute(String name, Path path) {
    require(path.isAbsolute(), name + ": " + path + " is not absolute");
    require(path.equals(path.normalize()), name + ": " + path + " has . or .. within");
  }

  private void distinct(Path folder, List<Path> data) {
    for (int i = 0; i < data.size(); i++) {
      Path each = data.get(i);
      require(
          !folder.startsWith(each), "data folder: " + each + " holds the installation's folder");
      for (Path other : data.subList(i + 1, data.size())) {
        require(
            !each.startsWith(other) && !other.startsWith(each),
            "data folders: " + each + " and " + other + " must lie apart");
      }
    }
  }

  private void limit(String service, long bytes) {
    Set<String> known = services();
    if (!known.contains(service)) {
      problems.add(
          "memory limit: there is no service '"
              + service
              + "'; there are "
              + String.join(", ", known));
      return;
    }
    long least = service.startsWith("couchdb") ? LEAST_COUCHDB : LEAST;
    require(
        bytes >= least,
        "memory limit: " + service + " cannot run in " + bytes + " bytes; give it " + least);
    require(bytes <= MOST, "memory limit: " + bytes + " bytes for " + service + " are a mistake");
  }

  private Set<String> services() {
    Set<String> services = new TreeSet<>(SERVICES);
    if (topology == Topology.SINGLE) {
      services.add("couchdb");
    } else {
      services.addAll(Set.of("couchdb-1.local", "couchdb-2.local", "couchdb-3.local"));
    }
    // From 5.0 a single node has none: cht-core#10006.
    if (topology == Topology.CLUSTERED || !version.isAtLeast(5, 0)) {
      services.add("healthcheck");
    }
    if (!version.isAtLeast(5, 0)) {
      services.remove("nouveau");
    }
    return services;
  }
}
