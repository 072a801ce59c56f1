package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.couchdb.CouchDb;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Opens a client of the nodes that run. */
final class InstanceCouchDb {
  private InstanceCouchDb() {}

  static CouchDb open(Instance instance) {
    EnvFile environment = instance.environment();
    String password = environment.get("COUCHDB_PASSWORD").orElse("");
    List<URI> nodes = nodes(instance);
    if (nodes.isEmpty() || password.isEmpty()) {
      String why =
          nodes.isEmpty()
              ? "does not run"
              : "has no password in " + instance.layout().environment();
      throw new HostingException(
          "ask CouchDB of " + instance.name(),
          "CouchDB of " + instance.name() + " " + why,
          false,
          null);
    }
    String user = environment.get("COUCHDB_USER").orElse("admin");
    return CouchDb.builder(nodes)
        .credentials(Credentials.basic(user, password))
        .connectTimeout(Duration.ofSeconds(5))
        .attempts(2)
        .build();
  }

  private static List<URI> nodes(Instance instance) {
    return instance.couchdbServices().stream()
        .flatMap(service -> instance.containers(service).stream())
        .filter(each -> each.status().state().equals("running"))
        .flatMap(each -> each.networks().values().stream().limit(1))
        .filter(address -> !address.isEmpty())
        .map(address -> URI.create("http://" + address + ":5984"))
        .toList();
  }
}
