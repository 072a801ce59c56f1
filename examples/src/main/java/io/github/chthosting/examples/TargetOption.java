package io.github.chthosting.examples;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The other server, where an example talks to two. */
final class TargetOption {
  @Option(
      names = "--to-url",
      description =
          "the other server, or its nodes (repeat it, or separate them by commas). Default: $COUCHDB_TARGET_URL. Who we are may be in"
              + " it, user:password@, or in $COUCHDB_TARGET_USER and $COUCHDB_TARGET_PASSWORD")
  private List<String> urls = List.of();

  /** The server that was named, if any was. */
  Optional<Address> address() {
    return Address.of(urls, "COUCHDB_TARGET");
  }

  /** The server that was named. */
  Address require() {
    return address()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "name the other server: --to-url, or COUCHDB_TARGET_URL in the environment"));
  }
}
