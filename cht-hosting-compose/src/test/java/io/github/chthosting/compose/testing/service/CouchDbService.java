package io.github.chthosting.compose.testing.service;

import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.EmbeddedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * The CHT's CouchDB with the embedded one inside. Data is in {@code /opt/couchdb/data}. What {@code
 * /opt/couchdb/etc/local.d/cluster-credentials.ini} says counts more than the environment, so that
 * another {@code COUCHDB_PASSWORD} alone changes nothing, as with the real image; a password there
 * is hashed at the start.
 *
 * <p>Of a cluster, the first container runs all nodes and keeps their files. The others are doors
 * to theirs, and a node is up as long as its container is: a node's own data folder stays empty.
 */
public final class CouchDbService {
  static final int PORT = 5984;
  static final Path DATA = Path.of("/opt/couchdb/data");
  private static final Path CREDENTIALS =
      Path.of("/opt/couchdb/etc/local.d/cluster-credentials.ini");

  private CouchDbService() {}

  /** Runs until it is killed. */
  public static void main(String... arguments) throws Exception {
    Map<String, String> environment = System.getenv();
    if (!environment.getOrDefault("COUCHDB_SYNC_ADMINS_NODE", "").isEmpty()) {
      CouchDbDoor.run(environment);
      return;
    }
    List<String> hosts = new ArrayList<>();
    String peers = environment.getOrDefault("CLUSTER_PEER_IPS", "");
    hosts.add(peers.isEmpty() ? "127.0.0.1" : environment.getOrDefault("SVC_NAME", "couchdb"));
    hosts.addAll(peers.isEmpty() ? List.of() : List.of(peers.split(",")));
    EmbeddedCouchDb server = start(environment, hosts);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    server.nodes().stream().skip(1).forEach(EmbeddedNode::stop);
    System.out.println("Apache CouchDB has started: " + server.nodes());
    if (hosts.size() > 1) {
      new PeerDoors(server, environment.getOrDefault("COUCHDB_USER", "admin")).listen();
    }
    new CountDownLatch(1).await();
  }

  private static EmbeddedCouchDb start(Map<String, String> environment, List<String> hosts)
      throws IOException {
    EmbeddedCouchDb.Builder builder =
        EmbeddedCouchDb.builder()
            .nodes(hosts.size())
            .names(hosts.stream().map(host -> "couchdb@" + host).toArray(String[]::new))
            .ports(hosts.stream().mapToInt(host -> port(hosts.indexOf(host))).toArray())
            .address("0.0.0.0")
            .admin(
                environment.getOrDefault("COUCHDB_USER", "admin"),
                environment.getOrDefault("COUCHDB_PASSWORD", ""))
            .config("cluster", "q", "12")
            .config("cluster", "n", "1")
            .config("chttpd", "require_valid_user", "true")
            .config("chttpd_auth", "secret", given(environment, "COUCHDB_SECRET"))
            .config("couchdb", "uuid", given(environment, "COUCHDB_UUID"))
            .config("log", "level", environment.getOrDefault("COUCHDB_LOG_LEVEL", "info"))
            .files(0, DATA, CREDENTIALS);
    for (int node = 1; node < hosts.size(); node++) {
      Path folder = Files.createDirectories(DATA.resolve(".peers").resolve(hosts.get(node)));
      builder.files(node, folder, Path.of("/opt/couchdb/etc/peers", hosts.get(node) + ".ini"));
    }
    return builder.start();
  }

  private static String given(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? UUID.randomUUID().toString() : value;
  }

  /** The port of a node within the first container. */
  static int port(int node) {
    return PORT + 10_000 * node;
  }
}
