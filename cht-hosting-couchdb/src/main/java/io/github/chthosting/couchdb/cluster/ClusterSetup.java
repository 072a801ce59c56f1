package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.Credentials;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Node;
import io.github.chthosting.couchdb.server.CouchDbException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes one cluster of nodes that were just started, by CouchDB's {@code _cluster_setup}: enables
 * each, adds the others to the first, waits until they see each other, and creates the system
 * databases. What is done already is left out, so it may be run again, also after a failure.
 * CouchDB 3.0 or later.
 *
 * <p>The nodes must share an Erlang cookie, or be free to take that of the first, and reach each
 * other by the hosts of their names.
 */
public final class ClusterSetup {
  private static final Set<String> SYSTEM_DATABASES = Set.of("_users", "_replicator");
  private static final Set<String> IDENTITY = Set.of("couchdb/uuid", "chttpd_auth/secret");
  private static final Duration CONNECTING = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final CouchDb couch;
  private final Credentials.Basic admin;
  private final String bindAddress;
  private final List<String> names = new ArrayList<>();

  private ClusterSetup(CouchDb couch, Credentials.Basic admin, String bindAddress) {
    this.couch = couch;
    this.admin = admin;
    this.bindAddress = bindAddress;
  }

  /**
   * Sets up the nodes at {@link CouchDb#addresses()}, all of them and no other. A single one
   * becomes a single node.
   *
   * @param couch a client of all nodes, as their administrator
   * @param admin the administrator that all nodes are to have
   * @param bindAddress where the nodes are to listen: an IP address other than the loopback, such
   *     as {@code 0.0.0.0}
   * @return the members, as the first node sees them
   * @throws CouchDbException what a node refused; what was done until then stays, so run it again
   * @throws TimedOutException if the nodes do not see each other within a minute
   */
  public static Membership run(CouchDb couch, Credentials.Basic admin, String bindAddress) {
    return new ClusterSetup(couch, admin, bindAddress).run();
  }

  private Membership run() {
    for (int node = 0; node < couch.addresses().size(); node++) {
      names.add(couch.at(node).node().name());
    }
    if (!isDone()) {
      enable();
      join();
      awaitConnected();
      finish();
      equalize();
    }
    return Cluster.of(couch.at(0)).membership();
  }

  private boolean isDone() {
    return allConnected() && couch.at(0).databases().containsAll(SYSTEM_DATABASES) && isEqual();
  }

  /** Returns whether all nodes take each other's sessions, and say they are one cluster. */
  private boolean isEqual() {
    return couch.at(0).node().configuration("chttpd_auth", "secret").isPresent()
        && NodeSettings.of(couch.at(0)).differences().keySet().stream()
            .noneMatch(key -> key.startsWith("admins/") || IDENTITY.contains(key));
  }

  /**
   * CouchDB shares administrators, uuid and secret as it finishes, but only then: a node that was
   * enabled again, or joined later, has its own.
   */
  private void equalize() {
    CouchDb first = couch.at(0);
    if (!isEqual()) {
      NodeSettings settings = NodeSettings.of(first);
      requireSecret();
      settings.set("couchdb", "uuid", value("couchdb", "uuid"));
      settings.set("chttpd_auth", "secret", value("chttpd_auth", "secret"));
      first
          .node()
          .configuration("admins")
          .forEach((user, hash) -> settings.set("admins", user, hash));
    }
    if (!isEqual()) {
      throw new VerificationFailedException(
          "cluster setup",
          "cluster setup: nodes still have different "
              + NodeSettings.of(first).differences().keySet()
              + ". Remove administrators that only some have, and run it again.",
          null);
    }
  }

  private String value(String section, String key) {
    return couch.at(0).node().configuration(section, key).orElseThrow();
  }

  private boolean allConnected() {
    return Cluster.of(couch).memberships().stream()
        .allMatch(view -> view.members().containsAll(names) && view.connected().containsAll(names));
  }

  private void enable() {
    for (int node = 0; node < names.size(); node++) {
      SetupState state = Cluster.of(couch.at(node)).setupState();
      if (state == SetupState.CLUSTER_DISABLED || state == SetupState.SINGLE_NODE_DISABLED) {
        ObjectNode body = action(names.size() > 1 ? "enable_cluster" : "enable_single_node");
        body.put("bind_address", bindAddress).put("node_count", names.size());
        post(node, body);
      }
    }
  }

  private void join() {
    List<String> members = Cluster.of(couch.at(0)).membership().members();
    for (int node = 1; node < names.size(); node++) {
      String name = names.get(node);
      if (!members.contains(name)) {
        int at = name.indexOf('@');
        URI address = couch.addresses().get(node);
        int port = address.getPort() < 0 ? 5984 : address.getPort();
        ObjectNode body = action("add_node");
        body.put("name", name.substring(0, at)).put("host", name.substring(at + 1));
        post(0, body.put("port", port));
      }
    }
  }

  private void awaitConnected() {
    long end = System.nanoTime() + CONNECTING.toNanos();
    while (!allConnected()) {
      if (System.nanoTime() > end) {
        throw new TimedOutException(
            "cluster setup",
            "cluster setup: the nodes "
                + names
                + " do not all see each other after "
                + CONNECTING.toSeconds()
                + " s. Check that they reach each other by these names on the ports of Erlang (4369 "
                + "and 9100), and that their cookies are equal; then run it again.",
            null);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException(
          "cluster setup", "cluster setup: interrupted while the nodes connect; run it again", e);
    }
  }

  private void finish() {
    if (names.size() > 1 && Cluster.of(couch.at(0)).setupState() != SetupState.CLUSTER_FINISHED) {
      requireSecret();
      post(0, JsonNodeFactory.instance.objectNode().put("action", "finish_cluster"));
    }
  }

  /**
   * Gives the first node a secret for session cookies, which the last step then shares: a node that
   * never handed out a cookie has none, and CouchDB 3.5.0 fails on that.
   */
  private void requireSecret() {
    Node first = couch.at(0).node();
    if (first.configuration("chttpd_auth", "secret").isEmpty()) {
      byte[] secret = new byte[16];
      new SecureRandom().nextBytes(secret);
      first.configure("chttpd_auth", "secret", HexFormat.of().formatHex(secret));
    }
  }

  private ObjectNode action(String action) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("action", action)
        .put("username", admin.user())
        .put("password", String.valueOf(admin.password().reveal()));
  }

  private void post(int node, ObjectNode body) {
    couch.at(node).request("POST", "_cluster_setup").body(body).json();
  }
}
