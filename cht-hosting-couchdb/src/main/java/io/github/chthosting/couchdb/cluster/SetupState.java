package io.github.chthosting.couchdb.cluster;

import java.util.Locale;

/** The states of {@code _cluster_setup}, as CouchDB names them. */
public enum SetupState {
  /** Set-up has not begun, and n is more than 1. */
  CLUSTER_DISABLED,
  /** An administrator and an address to listen on are set. */
  CLUSTER_ENABLED,
  /** The system databases exist. */
  CLUSTER_FINISHED,
  /** Set-up has not begun, and n is 1. */
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
