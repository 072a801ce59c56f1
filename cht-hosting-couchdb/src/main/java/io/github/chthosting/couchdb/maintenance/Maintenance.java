package io.github.chthosting.couchdb.maintenance;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.internal.design.Designs;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks after the files of a CouchDB, as its administrator. Thread-safe. See {@link Compaction} for
 * compactions and {@link IndexWatch} for indexes under way.
 */
public final class Maintenance {
  private static final CouchDbVersion NOUVEAU = CouchDbVersion.of(3, 4);

  private final CouchDb couch;

  private Maintenance(CouchDb couch) {
    this.couch = couch;
  }

  /** Returns the maintenance of that server or cluster. Sends nothing. */
  public static Maintenance of(CouchDb couch) {
    return new Maintenance(couch);
  }

  /**
   * Measures how fragmented these databases and the indexes of their views are: a request for each
   * hundred databases, one a database for its design documents, and one a design document with
   * views.
   */
  public FragmentationReport fragmentation(Predicate<String> databases) {
    List<String> names = couch.databases().stream().filter(databases).toList();
    List<Fragmentation> files = new ArrayList<>();
    for (Map.Entry<String, Optional<DatabaseInfo>> entry : couch.databaseInfos(names).entrySet()) {
      entry
          .getValue()
          .ifPresent(
              info -> {
                files.add(new Fragmentation(entry.getKey(), Optional.empty(), info.sizes()));
                views(couch.database(entry.getKey()), files);
              });
    }
    return new FragmentationReport(files);
  }

  private static void views(Database database, List<Fragmentation> files) {
    for (String design : Designs.withViews(database)) {
      try {
        DatabaseInfo.Sizes sizes = database.design(design).views().sizes();
        files.add(new Fragmentation(database.name(), Optional.of(design), sizes));
      } catch (NotFoundException e) {
        // Deleted since.
      }
    }
  }

  /**
   * Starts the removal of files of views, and of Nouveau indexes where the server has them, that no
   * design document has any more. After an upgrade this frees the old release's indexes. It runs on
   * in the background.
   *
   * @return the databases for which it was started
   */
  public List<String> cleanUp(Predicate<String> databases) {
    boolean nouveau = hasNouveau();
    List<String> cleaned = new ArrayList<>();
    for (String name : couch.databases()) {
      if (databases.test(name)) {
        couch.database(name).upkeep().cleanUpViews();
        if (nouveau) {
          couch.database(name).upkeep().cleanUpNouveau();
        }
        cleaned.add(name);
      }
    }
    return cleaned;
  }

  /** CouchDB 3.4 can have it, and says so if it has. */
  private boolean hasNouveau() {
    return couch.info().version().isAtLeast(NOUVEAU) && couch.info().features().contains("nouveau");
  }

  /**
   * Returns what the automatic compaction of each member does. CouchDB 3.4 or later.
   *
   * @throws io.github.chthosting.UnsupportedVersionException for an older one
   * @throws HostingException if a member does not answer
   */
  public List<SmooshStatus> smoosh() {
    List<SmooshStatus> all = new ArrayList<>();
    for (String node : Cluster.of(couch).membership().members()) {
      all.add(SmooshStatus.of(node, couch.node(node).smoosh()));
    }
    return all;
  }
}
