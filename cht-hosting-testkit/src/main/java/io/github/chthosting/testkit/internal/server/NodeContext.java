package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.auth.Authenticator;
import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.document.DatabaseEndpoints;

/** The objects that the endpoints of a node share. */
record NodeContext(Node node, Authenticator authenticator, DatabaseEndpoints documents) {

  String version() {
    return node.config().version().toString();
  }
}
