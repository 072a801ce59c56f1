package io.github.chthosting.examples;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The server that an example talks to. */
final class ServerOption {
  @Option(
      names = "--url",
      description =
          "the server, or its nodes (repeat it, or separate them by commas): http://HOST:PORT. Default: $COUCHDB_URL. Who we are"
              + " may be in it, user:password@, or in $COUCHDB_USER and $COUCHDB_PASSWORD; what is in the environment, unlike an"
              + " argument, is not shown in the list of processes.")
  private List<String> urls = List.of();

  private Optional<Address> address() {
    return Address.of(urls, "COUCHDB");
  }

  /** The server that was named, if any was. */
  Optional<CouchDb> connect() {
    return address().map(Address::connect);
  }

  /** The server that was named. */
  CouchDb require() {
    return required().connect();
  }

  /** The server's address without credentials. */
  URI uri() {
    return required().uri();
  }

  /** Returns who we are to it. */
  Credentials credentials() {
    return required().credentials();
  }

  private Address required() {
    return address()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "name a server: --url, or COUCHDB_URL in the environment"));
  }
}
