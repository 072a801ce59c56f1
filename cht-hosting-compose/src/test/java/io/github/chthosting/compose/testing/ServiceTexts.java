package io.github.chthosting.compose.testing;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.platform.Topology;
import java.util.ArrayList;
import java.util.List;

/** The text of compose files, service by service. */
record ServiceTexts(TestImages images, String version, Topology topology) {
  private static final String LOGIN =
      "COUCHDB_USER=${COUCHDB_USER:-admin}|COUCHDB_PASSWORD=${COUCHDB_PASSWORD}";
  private static final String LOGIN_CHECKED =
      LOGIN.replace("PASSWORD}", "PASSWORD:?COUCHDB_PASSWORD must be set}");

  /** The CouchDB name that {@code cht-core.yml} has without a setting, whatever the topology. */
  private static final String ONE = "couchdb";

  static final String THREE = "couchdb-1.local,couchdb-2.local,couchdb-3.local";

  String core() {
    StringBuilder text = new StringBuilder("services:\n");
    text.append(haproxy()).append(couchUser("api", true)).append(couchUser("sentinel", false));
    text.append(nginx());
    if (!hasNouveau()) {
      text.append(healthcheck(ONE));
    }
    return text + network() + "volumes:\n  cht-ssl:\n";
  }

  String couchdb() {
    StringBuilder text = new StringBuilder("services:\n");
    if (topology == Topology.SINGLE) {
      text.append(node("couchdb", "COUCHDB_DATA:-./srv", "SVC_NAME:-couchdb", "", true));
    } else {
      for (int n = 1; n <= 3; n++) {
        text.append(clustered(n));
      }
    }
    if (hasNouveau()) {
      text.append(nouveau());
      text.append(topology == Topology.SINGLE ? "" : healthcheck(THREE));
    }
    return text + network() + "volumes:\n  cht-credentials:\n";
  }

  private boolean hasNouveau() {
    return ChtVersion.of(version).isAtLeast(5, 0);
  }

  private String haproxy() {
    String environment =
        "HAPROXY_IP=${HAPROXY_IP:-haproxy}|"
            + LOGIN
            + "|COUCHDB_SERVERS=${COUCHDB_SERVERS:-"
            + ONE
            + "}|HAPROXY_PORT=${HAPROXY_PORT:-5984}"
            + "|HEALTHCHECK_ADDR=${HEALTHCHECK_ADDR:-healthcheck}|DOCKER_DNS_RESOLVER=true";
    return service("haproxy", "haproxy", environment)
        + "    hostname: haproxy\n"
        + "    expose: [\"${HAPROXY_PORT:-5984}\"]\n"
        + "    deploy:\n      resources:\n        limits:\n          memory: 1G\n";
  }

  private String couchUser(String name, boolean isApi) {
    String url =
        "COUCH_URL=http://${COUCHDB_USER:-admin}:${COUCHDB_PASSWORD%s}@haproxy:${HAPROXY_PORT:-5984}/medic"
            .formatted(isApi ? ":?COUCHDB_PASSWORD must be set" : "");
    String api =
        "|BUILDS_URL=${MARKET_URL_READ:-https://builds.invalid}/${BUILDS_SERVER:-_couch/builds_4}"
            + "|UPGRADE_SERVICE_URL=${UPGRADE_SERVICE_URL:-http://localhost:5100}";
    return service(name, name, url + (isApi ? api : "|API_HOST=api"))
        + "    depends_on: [haproxy]\n"
        + (isApi ? "    expose: [\"${API_PORT:-5988}\"]\n" : "");
  }

  private String nginx() {
    String environment =
        "API_HOST=api|API_PORT=${API_PORT:-5988}|CERTIFICATE_MODE=${CERTIFICATE_MODE:-SELF_SIGNED}"
            + "|SSL_CERT_FILE_PATH=${SSL_CERT_FILE_PATH:-/etc/nginx/private/cert.pem}"
            + "|SSL_KEY_FILE_PATH=${SSL_KEY_FILE_PATH:-/etc/nginx/private/key.pem}"
            + "|COMMON_NAME=${COMMON_NAME:-test.invalid}|EMAIL=${EMAIL:-nobody@test.invalid}"
            + "|COUNTRY=${COUNTRY:-US}|STATE=${STATE:-Nowhere}|LOCALITY=${LOCALITY:-Nowhere}"
            + "|ORGANISATION=${ORGANISATION:-medic}|DEPARTMENT=${DEPARTMENT:-Tests}";
    return service("nginx", "nginx", environment)
        + "    depends_on: [api, haproxy]\n"
        + "    ports:\n"
        + "      - \"${NGINX_HTTP_PORT:-80}:80\"\n"
        + "      - \"${NGINX_HTTPS_PORT:-443}:443\"\n"
        + "    volumes:\n"
        + "      - cht-ssl:${SSL_VOLUME_MOUNT_PATH:-/etc/nginx/private/}\n";
  }

  private String clustered(int n) {
    String name = "couchdb-" + n + ".local";
    String peers =
        n == 1
            ? "|CLUSTER_PEER_IPS=${CLUSTER_PEER_IPS:-couchdb-2.local,couchdb-3.local}"
            : "|COUCHDB_SYNC_ADMINS_NODE=${COUCHDB_SYNC_ADMINS_NODE:-couchdb-1.local}";
    String data = "DB%d_DATA:-./srv%d".formatted(n, n);
    return node(name, data, "SVC%d_NAME:-%s".formatted(n, name), peers, n == 1);
  }

  private String node(
      String name, String data, String variable, String peers, boolean keepsCredentials) {
    String environment =
        LOGIN_CHECKED
            + "|COUCHDB_SECRET=${COUCHDB_SECRET}|COUCHDB_UUID=${COUCHDB_UUID}|SVC_NAME=${"
            + variable
            + "}|COUCHDB_LOG_LEVEL=${COUCHDB_LOG_LEVEL:-info}"
            + peers;
    return service(name, "couchdb", environment)
        + (hasNouveau() ? "    depends_on: [nouveau]\n" : "")
        + "    volumes:\n      - ${"
        + data
        + "}:/opt/couchdb/data\n"
        + (keepsCredentials ? "      - cht-credentials:/opt/couchdb/etc/local.d/\n" : "");
  }

  private String nouveau() {
    String data = topology == Topology.SINGLE ? "COUCHDB_DATA:-./srv" : "DB1_DATA:-./srv1";
    return service("nouveau", "couchdb-nouveau", "")
        + "    volumes:\n      - ${"
        + data
        + "}/nouveau:/data/nouveau\n";
  }

  private String healthcheck(String servers) {
    return service(
        "healthcheck",
        "haproxy-healthcheck",
        "COUCHDB_SERVERS=${COUCHDB_SERVERS:-" + servers + "}|" + LOGIN);
  }

  private String service(String name, String image, String environment) {
    List<String> lines = new ArrayList<>();
    lines.add("  " + name + ":");
    lines.add("    image: " + images.name(image, version));
    lines.add("    restart: always");
    lines.add("    networks: [cht-net]");
    lines.add("    logging:");
    lines.add("      driver: local");
    lines.add("      options:");
    lines.add("        max-size: \"${LOG_MAX_SIZE:-50m}\"");
    lines.add("        max-file: \"${LOG_MAX_FILES:-20}\"");
    if (!environment.isEmpty()) {
      lines.add("    environment:");
      for (String variable : environment.split("\\|", -1)) {
        lines.add("      - \"" + variable + "\"");
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String network() {
    return "networks:\n  cht-net:\n    name: ${CHT_NETWORK:-cht-net}\n";
  }

  static String upgradeService(String image) {
    List<String> lines = new ArrayList<>();
    for (String name : HANDED_ON) {
      lines.add("      - " + name);
    }
    return """
        services:
          cht-upgrade-service:
            image: %s
            restart: always
            networks: [cht-net]
            volumes:
              - ${DOCKER_HOST:-/var/run/docker.sock}:/var/run/docker.sock
              - ${DOCKER_CONFIG_PATH}:/config
              - ${CHT_COMPOSE_PATH}:/docker-compose
            environment:
              - DOCKER_CONFIG=/config
              - CHT_COMPOSE_PROJECT_NAME=${CHT_COMPOSE_PROJECT_NAME:-cht}
              - CHT_NETWORK=${CHT_NETWORK:-cht-net}
        """
            .formatted(image)
        + String.join("\n", lines)
        + "\n"
        + network();
  }

  private static final List<String> HANDED_ON =
      List.of(
          "COUCHDB_USER",
          "COUCHDB_PASSWORD",
          "COUCHDB_SECRET",
          "COUCHDB_UUID",
          "COUCHDB_DATA",
          "COUCHDB_SERVERS",
          "CLUSTER_PEER_IPS",
          "SVC_NAME",
          "SVC1_NAME",
          "SVC2_NAME",
          "SVC3_NAME",
          "COUCHDB_LOG_LEVEL",
          "MARKET_URL_READ",
          "BUILDS_SERVER",
          "NGINX_HTTP_PORT",
          "NGINX_HTTPS_PORT",
          "CERTIFICATE_MODE",
          "SSL_VOLUME_MOUNT_PATH",
          "SSL_CERT_FILE_PATH",
          "SSL_KEY_FILE_PATH",
          "COMMON_NAME",
          "EMAIL",
          "COUNTRY",
          "STATE",
          "LOCALITY",
          "ORGANISATION",
          "DEPARTMENT",
          "DOCKER_CONFIG_PATH",
          "CHT_COMPOSE_PATH",
          "HEALTHCHECK_LOG_LEVEL",
          "DB1_DATA",
          "DB2_DATA",
          "DB3_DATA");
}
