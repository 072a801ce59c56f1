package io.github.chthosting.couchdb.internal;

import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.http.Call;

/** The part that a node takes in what its cluster is asked. */
public enum NodeState {
  /** The node answers, and takes part. */
  IN_SERVICE,
  /** The node answers, and is in maintenance mode: clients do not reach its copies. */
  MAINTENANCE,
  /** The node does not answer. */
  AWAY;

  /** Asks for the node's configuration, through whichever node the wire reaches. */
  public static NodeState of(Wire wire, String node) {
    try {
      String mode =
          wire.json(Call.of("GET", "_node", node, "_config", "couchdb"))
              .path("maintenance_mode")
              .asString("");
      return mode.equals("true") ? MAINTENANCE : IN_SERVICE;
    } catch (CouchDbException | UnreachableException | TimedOutException e) {
      return AWAY;
    }
  }
}
