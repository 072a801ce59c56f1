package io.github.chthosting.examples;

import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.CouchDb;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The nodes of a server, and the credentials for it.
 *
 * @param nodes without credentials
 * @param credentials never shown
 */
record Address(List<URI> nodes, Credentials credentials) {

  /**
   * An address from arguments, or from the variables {@code {prefix}_URL}, {@code _USER} and {@code
   * _PASSWORD}; empty if neither names a server. Where an argument names no user, that of the
   * variable's URL is taken.
   */
  static Optional<Address> of(List<String> arguments, String prefix) {
    Optional<String> variable = Optional.ofNullable(System.getenv(prefix + "_URL"));
    List<URI> known = variable.map(text -> split(List.of(text))).orElse(List.of());
    List<URI> nodes = arguments.isEmpty() ? known : split(arguments);
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    Credentials credentials =
        inUrl(nodes)
            .or(() -> inEnvironment(prefix))
            .or(() -> inUrl(known))
            .orElse(Credentials.anonymous());
    return Optional.of(new Address(nodes.stream().map(Address::bare).toList(), credentials));
  }

  private static List<URI> split(List<String> texts) {
    List<URI> nodes = new ArrayList<>();
    for (String text : texts) {
      Arrays.stream(text.split(",", -1)).map(String::strip).map(Address::parse).forEach(nodes::add);
    }
    return nodes;
  }

  /** The text is not repeated, nor is the cause kept: it may hold a password. */
  private static URI parse(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "an address is not of the form http://USER:PASSWORD@HOST:PORT; characters such as / ? # % in a password are to be percent-encoded");
  }

  private static Optional<Credentials> inUrl(List<URI> nodes) {
    return nodes.stream()
        .map(URI::getRawUserInfo)
        .filter(info -> info != null && info.contains(":"))
        .findFirst()
        .map(
            info -> {
              int colon = info.indexOf(':');
              return basic(decoded(info.substring(0, colon)), decoded(info.substring(colon + 1)));
            });
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Optional<Credentials> inEnvironment(String prefix) {
    String user = System.getenv(prefix + "_USER");
    String password = System.getenv(prefix + "_PASSWORD");
    return user == null || password == null ? Optional.empty() : Optional.of(basic(user, password));
  }

  private static Credentials basic(String user, String password) {
    return Credentials.basic(user, Secret.of(password));
  }

  private static URI bare(URI uri) {
    String info = uri.getRawUserInfo();
    return info == null ? uri : URI.create(uri.toString().replace(info + "@", ""));
  }

  CouchDb connect() {
    return CouchDb.builder(nodes).credentials(credentials).build();
  }

  /** The first node. */
  URI uri() {
    return nodes.get(0);
  }
}
