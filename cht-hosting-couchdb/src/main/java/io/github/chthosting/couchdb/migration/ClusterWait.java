package io.github.chthosting.couchdb.migration;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.cluster.Membership;
import io.github.chthosting.operation.Operations;
import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.TreeSet;

/** Waits until a CouchDB, or a cluster of so many nodes, is there and takes requests. */
public final class ClusterWait {
  private static final long PAUSE = 500;

  private final CouchDb couch;
  private final int nodes;
  private final Duration limit;
  private String lack = "nothing was seen yet";

  private ClusterWait(CouchDb couch, int nodes, Duration limit) {
    this.couch = couch;
    this.nodes = nodes;
    this.limit = limit;
  }

  /**
   * Starts to wait: until the node that answers is up, exactly {@code nodes} are members, it is
   * connected to all of them and to no stranger, and every address of the client sees the same.
   *
   * @return fails with {@link TimedOutException} after {@code limit}, saying what was still lacking
   */
  public static Operation<Membership> until(CouchDb couch, int nodes, Duration limit) {
    if (nodes < 1) {
      throw new IllegalArgumentException("a cluster has at least 1 node, not " + nodes);
    }
    ClusterWait wait = new ClusterWait(couch, nodes, limit);
    return Operations.start("waiting for a cluster of " + nodes, wait::run);
  }

  private Membership run(WorkContext context) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      context.checkCancelled();
      if (isReady()) {
        return Cluster.of(couch).membership();
      }
      context.progress("waiting: " + lack, 0, nodes, "nodes", 0);
      if (System.nanoTime() > deadline) {
        throw new TimedOutException(
            "waiting for a cluster",
            "no cluster of %d nodes after %s: %s".formatted(nodes, limit, lack),
            null);
      }
      Thread.sleep(PAUSE);
    }
  }

  private boolean isReady() {
    try {
      if (!couch.isUp()) {
        lack = "the node is in maintenance mode, or seeds";
        return false;
      }
      for (Membership view : Cluster.of(couch).memberships()) {
        if (!isWhole(view)) {
          return false;
        }
      }
      return true;
    } catch (HostingException e) {
      lack = String.valueOf(e.getMessage());
      return false;
    }
  }

  private boolean isWhole(Membership view) {
    TreeSet<String> members = new TreeSet<>(view.members());
    if (members.size() != nodes) {
      lack = members.size() + " members: " + members;
    } else if (!view.absent().isEmpty()) {
      lack = "not connected to " + view.absent();
    } else if (!view.strangers().isEmpty()) {
      lack = "connected to nodes that are not members: " + view.strangers();
    } else {
      return true;
    }
    return false;
  }
}
