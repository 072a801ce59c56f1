package io.github.chthosting.compose.internal.move;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.internal.upgrade.Comparison;
import io.github.chthosting.couchdb.CouchDb;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** Databases made since some were counted: kept maps lack them, and would lose them. */
record NewDatabases(Comparison comparison, String operation) {
  /**
   * @param answers whether CouchDB has to; if not, one that does not has none that are new
   * @throws HostingException if there are any
   */
  void requireNone(Set<String> counted, boolean answers, Duration patience) {
    Set<String> since =
        new TreeSet<>(answers ? comparison.count(patience).keySet() : ifItAnswers());
    since.removeAll(counted);
    // CouchDB makes its own when it becomes a cluster.
    since.removeIf(name -> name.startsWith("_"));
    if (!since.isEmpty()) {
      throw new HostingException(
          operation,
          "databases were made since, which going back would lose: "
              + since
              + ". Fix what failed and resume, or resume and plan the way back",
          false,
          null);
    }
  }

  private Set<String> ifItAnswers() {
    try (CouchDb couch = comparison.containers().instance().couchDb()) {
      return Set.copyOf(couch.databases());
    } catch (HostingException e) {
      return Set.of();
    }
  }
}
