package io.github.chthosting.testkit.contract;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A server under contract.
 *
 * @param nodes the address of each node, without credentials
 * @param alone whether nobody else uses it, so that nodes may be taken out of service
 * @param version as {@code GET /} says it
 * @param authorization the value of the administrator's Authorization header; empty where all may
 *     do all
 */
public record Server(List<URI> nodes, String authorization, boolean alone, String version) {
  /** A server that says itself which version it has. */
  Server(List<URI> nodes, String authorization, boolean alone) {
    this(nodes, authorization, alone, version(nodes.get(0)));
  }

  public Server {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a server has at least one node");
    }
  }

  /**
   * Reads {@code http://user:password@host:port}, several separated by commas, from an environment
   * variable.
   */
  static Server fromEnvironment(String variable) {
    String value = System.getenv(variable);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(
          variable + " must name the server to test, as http://user:password@host:port");
    }
    List<URI> given =
        Arrays.stream(value.split(",", -1)).map(String::trim).map(URI::create).toList();
    String user = given.get(0).getUserInfo();
    List<URI> nodes = given.stream().map(Server::withoutUser).toList();
    return new Server(
        nodes,
        user == null ? "" : basic(user),
        Boolean.parseBoolean(System.getenv("COUCHDB_ALONE")));
  }

  /** The header value for {@code name:password}. */
  static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Tells whether its version is older than that minor one; nothing is older than the empty text.
   */
  boolean isBefore(String minor) {
    if (minor.isEmpty()) {
      return false;
    }
    String[] wanted = minor.split("\\.", -1);
    String[] is = version.split("\\.", -1);
    int order = Integer.compare(Integer.parseInt(is[0]), Integer.parseInt(wanted[0]));
    return order < 0 || (order == 0 && Integer.parseInt(is[1]) < Integer.parseInt(wanted[1]));
  }

  /** The version that {@code GET /} gives. */
  private static String version(URI node) {
    String welcome = new Ask(node, "GET", "/").send().json().path("version").asString("");
    return welcome.isEmpty() ? "3.5.2" : welcome; // pouchdb-server, which declares what differs
  }

  private static URI withoutUser(URI given) {
    return URI.create(given.getScheme() + "://" + given.getHost() + ":" + given.getPort());
  }

  @Override
  public String toString() {
    return nodes.toString();
  }
}
