package io.github.chthosting.couchdb.cluster;

import java.util.Locale;

/** How far {@code _cluster_setup} is, as CouchDB names it. */
public enum SetupState {
  /** Nothing was set up, and n is more than 1. */
  CLUSTER_DISABLED,
  /** An administrator and an address to listen on are set. */
  CLUSTER_ENABLED,
  /** The system databases exist. */
  CLUSTER_FINISHED,
  /** Nothing was set up, and n is 1. */
  SINGLE_NODE_DISABLED,
  /** A single node, ready. */
  SINGLE_NODE_ENABLED,
  /** A word that CouchDB 3.5 does not have. */
  UNKNOWN;

  static SetupState of(String word) {
    for (SetupState state : values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
        return state;
      }
    }
    return UNKNOWN;
  }
}
