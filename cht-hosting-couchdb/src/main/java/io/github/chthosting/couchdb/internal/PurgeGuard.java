package io.github.chthosting.couchdb.internal;

import io.github.chthosting.couchdb.server.CouchDbFault;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.server.ServerInfo;
import io.github.chthosting.http.Call;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Looks, right before documents are purged, for what would lose the purge or break an index by it.
 * Two requests, one more for each node that shares a range with others, and one for the design
 * documents where the server has the fault.
 */
public final class PurgeGuard {
  /** CouchDB before it tells a node that was away of no purge at all (apache/couchdb#4064). */
  private static final CouchDbVersion TELLS = CouchDbVersion.of(3, 3);

  private static final CouchDbVersion PURGES = CouchDbVersion.of(2, 3);

  private final Wire wire;
  private final String database;
  private final ServerInfo server;

  private PurgeGuard(Wire wire, String database) {
    this.wire = wire;
    this.database = database;
    // Asked anew: it may have been upgraded, or set up otherwise, since.
    this.server = wire.server().ask(wire);
    wire.server().require(wire, PURGES, "_purge");
  }

  /**
   * Refuses a purge that a fault of this CouchDB would meet.
   *
   * @throws io.github.chthosting.UnsupportedVersionException if it cannot purge at all
   * @throws PlanRefusedException with a finding for each reason; nothing was purged
   */
  public static void require(Wire wire, String database) {
    PurgeGuard guard = new PurgeGuard(wire, database);
    List<Finding> reasons = new ArrayList<>();
    guard.indexes(reasons);
    guard.nodes(reasons);
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException("POST /" + database + "/_purge", List.of(), reasons);
    }
  }

  private void indexes(List<Finding> reasons) {
    List<String> broken = CouchDbFault.breaksNouveau(server) ? indexed() : List.of();
    if (!broken.isEmpty()) {
      reasons.add(
          CouchDbFault.NOUVEAU_AFTER_PURGE.error(
              database,
              "Nouveau indexes of " + String.join(", ", broken),
              "upgrade to CouchDB 3.5.3 or later first"));
    }
  }

  /** Returns the design documents with Nouveau indexes. */
  private List<String> indexed() {
    return DatabaseContents.designs(wire, database).stream()
        .filter(design -> !design.path("nouveau").isEmpty())
        .map(design -> design.path("_id").asString(""))
        .toList();
  }

  private void nodes(List<Finding> reasons) {
    boolean tells = server.version().isAtLeast(TELLS);
    for (String node : sharing()) {
      NodeState state = NodeState.of(wire, node);
      if (state == NodeState.MAINTENANCE || (state == NodeState.AWAY && !tells)) {
        String how = state == NodeState.AWAY ? " does not answer" : " is in maintenance mode";
        reasons.add(
            CouchDbFault.PURGES_MISSED.error(
                database, node + how, "bring it back into service first, then purge"));
      }
    }
  }

  /** Returns the nodes with copies that others have too: only they can bring documents back. */
  private Set<String> sharing() {
    Set<String> nodes = new TreeSet<>();
    for (JsonNode copies : wire.json(Call.of("GET", database, "_shards")).path("shards")) {
      if (copies.size() > 1) {
        copies.forEach(node -> nodes.add(node.asString("")));
      }
    }
    return nodes;
  }
}
