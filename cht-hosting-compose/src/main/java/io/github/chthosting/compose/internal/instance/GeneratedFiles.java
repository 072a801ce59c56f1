package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.LogLevel;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** The contents of {@code .env} and of our own compose file, made from a deployment. Pure. */
public final class GeneratedFiles {
  /** Made once, and never printed. */
  public static final List<String> SECRETS =
      List.of("COUCHDB_PASSWORD", "COUCHDB_SECRET", "COUCHDB_UUID");

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .build();

  private GeneratedFiles() {}

  /** The settings of {@code .env} that are no secrets, in the order in which they are written. */
  public static Map<String, String> settings(ComposeDeployment deployment, Layout layout) {
    Map<String, String> all = new LinkedHashMap<>();
    projects(layout, all);
    all.put("CHT_NETWORK", deployment.network());
    all.put("COUCHDB_USER", "medic");
    data(deployment, all);
    all.put("NGINX_HTTP_PORT", String.valueOf(deployment.httpPort()));
    all.put("NGINX_HTTPS_PORT", String.valueOf(deployment.httpsPort()));
    certificate(deployment, all);
    all.put("COUCHDB_LOG_LEVEL", deployment.logLevel().couchdb());
    return all;
  }

  private static void projects(Layout layout, Map<String, String> all) {
    if (layout.mode() == StartedBy.STANDARD) {
      // Two upgrade services of one project's name would replace each other.
      all.put("COMPOSE_PROJECT_NAME", layout.upgradeProject());
      all.put("CHT_COMPOSE_PROJECT_NAME", layout.project());
      all.put("CHT_COMPOSE_PATH", layout.composeFolder().toString());
      all.put("DOCKER_CONFIG_PATH", String.valueOf(layout.environment().getParent()));
    } else {
      // So that a plain "docker compose" in that folder means the same.
      all.put("COMPOSE_PROJECT_NAME", layout.project());
      all.put(
          "COMPOSE_FILE",
          layout.files().stream()
              .map(Path::getFileName)
              .map(String::valueOf)
              .collect(Collectors.joining(":")));
    }
  }

  private static void data(ComposeDeployment deployment, Map<String, String> all) {
    List<Path> folders = deployment.dataFolders();
    if (deployment.topology() == Topology.SINGLE) {
      all.put("COUCHDB_DATA", folders.get(0).toString());
      return;
    }
    List<String> nodes = new ArrayList<>();
    for (int node = 1; node <= folders.size(); node++) {
      all.put("DB" + node + "_DATA", folders.get(node - 1).toString());
      nodes.add("couchdb-" + node + ".local");
    }
    all.put("COUCHDB_SERVERS", String.join(",", nodes));
    all.put("CLUSTER_PEER_IPS", String.join(",", nodes.subList(1, nodes.size())));
  }

  private static void certificate(ComposeDeployment deployment, Map<String, String> all) {
    CertificateSource tls = deployment.tls();
    String mode = "SELF_SIGNED";
    if (tls instanceof CertificateSource.Acme acme) {
      mode = "AUTO_GENERATE";
      all.put("EMAIL", acme.email());
    } else if (tls instanceof CertificateSource.OwnCertificate) {
      mode = "OWN_CERT";
    }
    all.put("CERTIFICATE_MODE", mode);
    all.put("COMMON_NAME", deployment.domain());
  }

  /** Our own compose file: memory limits, and the log level of the CHT's services; may be empty. */
  public static String ownFile(ComposeDeployment deployment) {
    ObjectNode root = YAML.createObjectNode();
    deployment
        .memoryLimits()
        .forEach(
            (service, bytes) ->
                service(root, service)
                    .withObject("/deploy/resources/limits")
                    .put("memory", bytes + "b"));
    if (deployment.logLevel() != LogLevel.INFO) {
      for (String service : List.of("api", "sentinel")) {
        service(root, service)
            .withObject("/environment")
            .put("LOG_LEVEL", deployment.logLevel().service());
      }
    }
    try {
      return root.isEmpty() ? "" : YAML.writeValueAsString(root);
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The memory limits that our own file has, bytes by service.
   *
   * @throws HostingException if it is no YAML
   */
  public static Map<String, Long> memoryLimits(ReleaseFile ownFile) {
    Map<String, Long> limits = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> service :
          YAML.readTree(ownFile.text()).path("services").properties()) {
        String limit =
            service.getValue().at("/deploy/resources/limits/memory").asString("").replace("b", "");
        if (limit.matches("\\d{1,18}")) {
          limits.put(service.getKey(), Long.parseLong(limit));
        }
      }
    } catch (JacksonException e) {
      throw new HostingException(
          "read " + ownFile.name(), ownFile.name() + " is not YAML; nothing was changed", false, e);
    }
    return limits;
  }

  // Not by JSON pointer: a node's service has dots, and may have more one day.
  private static ObjectNode service(ObjectNode root, String name) {
    return root.withObjectProperty("services").withObjectProperty(name);
  }
}
