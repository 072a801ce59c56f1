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
 * @param authorization the value of the administrator's Authorization header; empty where all may
 *     do all
 */
public record Server(List<URI> nodes, String authorization, boolean alone) {
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
    return new Server(
        given.stream().map(Server::withoutUser).toList(),
        user == null ? "" : basic(user),
        Boolean.parseBoolean(System.getenv("COUCHDB_ALONE")));
  }

  /** The header value for {@code name:password}. */
  static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  private static URI withoutUser(URI given) {
    return URI.create(given.getScheme() + "://" + given.getHost() + ":" + given.getPort());
  }

  @Override
  public String toString() {
    return nodes.toString();
  }
}
