package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.Addresses;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A cluster that steps change.
 *
 * @param patience how long its nodes may take to hear of a change
 */
record ClusterAccess(CouchDb couch, Duration patience) {
  private static final Duration POLL = Duration.ofMillis(200);

  /** The same cluster through the first address of a member, so that its own writes are seen. */
  ClusterAccess throughOne() {
    return new ClusterAccess(couch.at(Addresses.of(wire()).first()), patience);
  }

  Wire wire() {
    return Wire.of(couch);
  }

  NodeDocuments documents() {
    return new NodeDocuments(wire());
  }

  void await(
      BooleanSupplier done, WorkContext context, String operation, Supplier<String> message) {
    Waiting.until(done, patience, POLL, context, operation, message);
  }
}
