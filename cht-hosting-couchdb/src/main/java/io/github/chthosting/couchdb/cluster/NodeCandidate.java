package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import java.util.List;

/**
 * A node that is to join, as it is before.
 *
 * @param name such as {@code couchdb@10.0.0.4}
 * @param version of CouchDB
 * @param members of its cluster, as it sees it: itself alone
 * @param databases that it has: none
 */
public record NodeCandidate(
    String name, String version, List<String> members, List<String> databases) {
  public NodeCandidate {
    members = List.copyOf(members);
    databases = List.copyOf(databases);
  }

  /** Asks a node by a client of its own address alone. For its administrator. */
  public static NodeCandidate of(CouchDb node) {
    CouchDb one = node.at(0);
    return new NodeCandidate(
        one.node().name(),
        one.request("GET").json().path("version").asString(""),
        Cluster.of(one).membership().members(),
        one.databases());
  }
}
