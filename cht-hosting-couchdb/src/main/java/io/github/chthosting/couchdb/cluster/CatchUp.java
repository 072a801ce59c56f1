package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Waits until a node's copies have had as many documents and deletions as one of their fellows,
 * each at one moment at least. The queue of internal replication is no proof: it reads 0 while
 * thousands are pending.
 */
final class CatchUp {
  private static final Duration POLL = Duration.ofMillis(500);

  private final CouchDb couch;
  private final String node;
  private final Duration patience;
  private final WorkContext context;

  CatchUp(CouchDb couch, String node, Duration patience, WorkContext context) {
    this.couch = couch;
    this.node = node;
    this.patience = patience;
    this.context = context;
  }

  /** A copy on the node, and the nodes that have others. */
  private record Copy(String database, String file, List<String> fellows) {}

  void run() {
    List<Copy> behind = new ArrayList<>(copies());
    TreeSet<String> databases = new TreeSet<>();
    behind.forEach(copy -> databases.add(copy.database()));
    databases.forEach(database -> couch.database(database).upkeep().syncShards());
    Waiting.until(
        () -> {
          behind.removeIf(this::isLevel);
          return behind.isEmpty();
        },
        patience,
        POLL,
        context,
        "catch-up of " + node,
        () ->
            "%d copies lag behind, the first %s: it stays in maintenance mode; resume"
                .formatted(behind.size(), behind.get(0).file()));
  }

  private List<Copy> copies() {
    List<Copy> copies = new ArrayList<>();
    for (DatabaseLayout database : ClusterLayout.of(couch).databases()) {
      for (DatabaseLayout.Range range : database.ranges()) {
        List<String> fellows = new ArrayList<>(range.nodes());
        if (fellows.remove(node) && !fellows.isEmpty()) {
          copies.add(new Copy(database.name(), database.file(range.range()), fellows));
        }
      }
    }
    return copies;
  }

  private boolean isLevel(Copy copy) {
    try {
      ShardFile.Info own = info(node, copy);
      return copy.fellows().stream().anyMatch(fellow -> level(own, info(fellow, copy)));
    } catch (HostingException e) {
      return false;
    }
  }

  private ShardFile.Info info(String where, Copy copy) {
    return new ShardFile(Wire.of(couch), where, copy.file()).requireInfo();
  }

  private static boolean level(ShardFile.Info own, ShardFile.Info other) {
    return own.documents() == other.documents() && own.deleted() == other.deleted();
  }
}
