package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.JsonBody;
import io.github.chthosting.testkit.internal.store.Validation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The steps of {@code _cluster_setup}, as one node takes them. */
public final class ClusterSetup {
  /** The databases that a finished cluster has. */
  public static final List<String> SYSTEM_DATABASES = List.of("_users", "_replicator");

  private final Node node;
  private final NodeConfig config;

  public ClusterSetup(Node node) {
    this.node = node;
    config = node.config();
  }

  /** {@code cluster_disabled}, {@code single_node_enabled} and the like. */
  public String state(List<String> databases) {
    boolean present = databases.stream().allMatch(name -> node.findMap(name).isPresent());
    boolean admins = !config.section("admins").isEmpty();
    if (config.isTrue("couchdb", "single_node", false)) {
      return "single_node_enabled";
    }
    if (config.number("cluster", "n", 3) == 1) {
      return admins && present ? "single_node_enabled" : "single_node_disabled";
    }
    if (!isEnabled()) {
      return "cluster_disabled";
    }
    return present ? "cluster_finished" : "cluster_enabled";
  }

  private boolean isEnabled() {
    return !"127.0.0.1".equals(config.get("chttpd", "bind_address"))
        && !config.section("admins").isEmpty();
  }

  public void requireEnabled() {
    if (!isEnabled()) {
      throw ApiException.badRequest("Cluster is not enabled.");
    }
  }

  public void enableCluster(ObjectNode body) {
    if (isEnabled()) {
      throw ApiException.badRequest("Cluster is already enabled");
    }
    String address = text(body, "bind_address");
    String effective = address == null ? config.get("chttpd", "bind_address", "any") : address;
    if (effective.equals("127.0.0.1") || effective.equals("::1")) {
      throw failed("Cluster setup requires a remote bind_address (not 127.0.0.1 nor ::1)");
    }
    if (text(body, "node_count") == null) {
      throw failed("Cluster setup requires node_count to be configured");
    }
    setUp(body, body.path("node_count").asInt(3));
  }

  private static ApiException failed(String reason) {
    return new ApiException(500, "error", reason);
  }

  private static @Nullable String text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    return value.isMissingNode() || value.isNull() ? null : value.asString("");
  }

  private void setUp(ObjectNode body, int nodes) {
    String user = text(body, "username");
    String hash = text(body, "password_hash");
    String password = hash == null ? text(body, "password") : hash;
    if (user != null && password != null) {
      config.set("admins", user, password);
    }
    String address = text(body, "bind_address");
    if (address == null) {
      // CouchDB trips over the missing address here, with this very answer
      throw new ApiException(500, "unknown_error", "badarg");
    }
    config.set("chttpd", "bind_address", address);
    config.set("cluster", "n", String.valueOf(Math.min(nodes, 3)));
    String port = text(body, "port");
    if (port != null) {
      config.set("chttpd", "port", port);
    }
  }

  public void enableSingleNode(ObjectNode body, List<String> databases) {
    setUp(body, 1);
    create(databases);
  }

  private void create(List<String> databases) {
    if (databases.stream().allMatch(name -> node.findMap(name).isPresent())) {
      throw ApiException.badRequest("Cluster is already finished");
    }
    for (String name : databases) {
      if (node.findMap(name).isEmpty()) {
        new DatabaseAdministration(node).create(name, DatabaseAdministration.Wish.DEFAULT);
      }
    }
  }

  /**
   * Adds a member.
   *
   * @throws ApiException 409 if it is one
   */
  public void join(String member) {
    DocumentEdit edit = new DocumentEdit(member, 0, List.of(), false, JsonBody.EMPTY, List.of());
    var unused = node.nodes().write(List.of(edit), false, Validation.NONE).get(0).orThrow();
  }

  /** Gives all members the same administrators, uuid and secret, and makes system databases. */
  public void finish(List<String> databases) {
    for (Map.Entry<String, String> admin : config.section("admins").entrySet()) {
      share("admins", admin.getKey(), admin.getValue());
    }
    share("couchdb", "uuid", config.get("couchdb", "uuid"));
    share("chttpd_auth", "secret", config.get("chttpd_auth", "secret"));
    create(databases);
  }

  private void share(String section, String key, @Nullable String value) {
    for (String member : node.members()) {
      Optional<Node> other = node.reach(member);
      if (other.isEmpty()) {
        throw new ApiException(
            500, "setup_error", "Cluster setup timed out waiting for nodes to connect");
      }
      if (other.get() == node) {
        continue;
      }
      if (value == null) {
        // so too for a missing secret, as CouchDB 3.5.0 has it
        throw new ApiException(500, "setup_error", "Cluster setup unable to sync admin passwords");
      }
      other.get().config().set(section, key, value);
    }
  }
}
