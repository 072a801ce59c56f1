package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server an example talks to. */
final class ServerOption {
  @Option(
      names = "--url",
      description =
          "the server, or its nodes, comma-separated: http://HOST:PORT. Default: $COUCHDB_URL, which may hold user:password@ and,"
              + " unlike an argument, is not shown in the list of processes. Where --url names no user, the one of $COUCHDB_URL is taken.")
  private Optional<String> url = Optional.empty();

  /** The server that was named, if any was. */
  Optional<CouchDb> connect() {
    Optional<String> environment = Optional.ofNullable(System.getenv("COUCHDB_URL"));
    return url.or(() -> environment)
        .map(text -> CouchDb.builder(addresses(text, environment)).build());
  }

  /** The server that was named. */
  CouchDb require() {
    return connect()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "name a server: --url, or COUCHDB_URL in the environment"));
  }

  private static List<URI> addresses(String text, Optional<String> environment) {
    List<URI> addresses = split(text);
    Optional<String> user =
        environment.map(ServerOption::split).map(uris -> uris.get(0).getRawUserInfo());
    if (addresses.get(0).getRawUserInfo() == null && user.isPresent()) {
      addresses.set(0, withUser(addresses.get(0), user.get()));
    }
    return addresses;
  }

  private static List<URI> split(String text) {
    return new ArrayList<>(
        Arrays.stream(text.split(",", -1)).map(String::strip).map(ServerOption::address).toList());
  }

  /** The text is not repeated, nor is the cause kept: it may hold a password. */
  private static URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "an address is not of the form http://USER:PASSWORD@HOST:PORT; characters such as / ? # % in a password are to be percent-encoded");
    }
  }

  private static URI withUser(URI address, String userInfo) {
    return URI.create(
        address.getScheme()
            + "://"
            + userInfo
            + "@"
            + address.getRawAuthority()
            + address.getRawPath());
  }
}
