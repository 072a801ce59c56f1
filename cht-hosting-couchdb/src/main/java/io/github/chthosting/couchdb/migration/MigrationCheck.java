package io.github.chthosting.couchdb.migration;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.CouchDbVersion;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.ServerInfo;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.LayoutFinding;
import io.github.chthosting.couchdb.cluster.Membership;
import io.github.chthosting.couchdb.cluster.NodeSettings;
import io.github.chthosting.couchdb.maintenance.Fragmentation;
import io.github.chthosting.couchdb.maintenance.FragmentationReport;
import io.github.chthosting.couchdb.maintenance.IndexWatch;
import io.github.chthosting.couchdb.maintenance.Maintenance;
import io.github.chthosting.couchdb.migration.MigrationFinding.Level;
import io.github.chthosting.platform.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks at the CouchDB of a CHT before its data is migrated, or after: who is in the cluster,
 * whether every range is on a node that is there, what must be carried over, how much disk the next
 * release's indexes will need. Changes nothing. For administrators; any version that the client
 * knows.
 */
public final class MigrationCheck {
  private static final CouchDbVersion NODE_DATABASES = CouchDbVersion.of(3, 0);
  private static final double MUCH = 0.3;

  private final CouchDb couch;
  private final List<MigrationFinding> findings = new ArrayList<>();

  private MigrationCheck(CouchDb couch) {
    this.couch = couch;
  }

  /** Looks once. */
  public static MigrationReport of(CouchDb couch) {
    return new MigrationCheck(couch).run();
  }

  private MigrationReport run() {
    ServerInfo info = couch.info();
    Membership membership = couch.cluster().membership();
    members(membership);
    Set<String> unreadable = shards(info, membership);
    identity(info, membership.absent().isEmpty());
    Optional<String> cht = unreadable.contains("medic") ? Optional.empty() : cht();
    system(unreadable);
    FragmentationReport files =
        Maintenance.of(couch).fragmentation(name -> !unreadable.contains(name));
    files(files);
    work();
    return new MigrationReport(info.versionText(), cht, membership, files, findings);
  }

  private void note(Level level, String what) {
    findings.add(new MigrationFinding(level, what));
  }

  private void members(Membership membership) {
    if (!membership.absent().isEmpty()) {
      note(
          Level.STOP,
          "members that do not answer: " + membership.absent() + ". Start them, or remove them.");
    }
    if (!membership.strangers().isEmpty()) {
      note(
          Level.STOP,
          "connected nodes that are no members: " + membership.strangers() + ". Join them first.");
    }
  }

  /**
   * A range on a node that is not connected cannot be read: files under a new name, or a node that
   * is down. Returns the databases that have one. The maps themselves are asked, as {@code GET /db}
   * and {@code _shards} fail for such a database.
   */
  private Set<String> shards(ServerInfo info, Membership membership) {
    boolean readable = info.version().isAtLeast(NODE_DATABASES);
    SortedMap<String, Set<String>> away = readable ? away(membership) : new TreeMap<>();
    away.forEach(
        (node, names) ->
            note(
                Level.STOP,
                ("%d databases lie on %s, which is not connected: %s. If its files are here under another name,"
                        + " the node has to be renamed in their maps; do not let the CHT start on it.")
                    .formatted(names.size(), node, names)));
    if (!readable) {
      note(Level.NOTE, "CouchDB before 3.0: the maps of its databases were not looked at");
    } else if (away.isEmpty()) {
      note(Level.FINE, "every range lies on nodes that are connected");
      layout();
    }
    Set<String> unreadable = new TreeSet<>();
    away.values().forEach(unreadable::addAll);
    return unreadable;
  }

  /** The databases on each node that is not connected. */
  private SortedMap<String, Set<String>> away(Membership membership) {
    SortedMap<String, Set<String>> away = new TreeMap<>();
    JsonNode rows =
        couch
            .node()
            .request("GET", "_dbs", "_all_docs")
            .query("include_docs", true)
            .json()
            .path("rows");
    for (JsonNode row : rows) {
      for (JsonNode nodes : row.path("doc").path("by_range")) {
        for (JsonNode node : nodes) {
          if (!membership.connected().contains(node.asText())) {
            away.computeIfAbsent(node.asText(), key -> new TreeSet<>())
                .add(row.path("id").asText());
          }
        }
      }
    }
    return away;
  }

  private void layout() {
    for (LayoutFinding finding : ClusterLayout.of(couch).findings()) {
      if (finding.kind() != LayoutFinding.Kind.UNKNOWN_NODE) {
        note(Level.STOP, finding.toString());
      }
    }
  }

  private void identity(ServerInfo info, boolean whole) {
    InstanceIdentity identity = InstanceIdentity.of(couch);
    if (identity.secret().isEmpty()) {
      note(Level.NOTE, "no secret is set: each restart logs all users out");
    } else {
      note(Level.FINE, "secret and uuid " + identity.uuid() + " are set; carry both over");
    }
    if (info.version().isAtLeast(NODE_DATABASES) && whole) {
      NodeSettings.of(couch)
          .differences()
          .forEach(
              (key, groups) -> note(Level.STOP, key + " is not the same on all nodes: " + groups));
    }
  }

  private Optional<String> cht() {
    Optional<String> version =
        couch
            .database("medic")
            .find("_design/medic")
            .map(Document::json)
            .flatMap(MigrationCheck::version);
    version
        .filter(text -> text.startsWith("3.") || text.startsWith("2."))
        .ifPresent(
            text ->
                note(
                    Level.NOTE,
                    "CHT "
                        + text
                        + ": back it up, take a baseline, compact, then carry secret, uuid and files over"));
    return version;
  }

  private static Optional<String> version(JsonNode design) {
    return Stream.of(
            design.path("build_info").path("version"),
            design.path("version"),
            design.path("deploy_info").path("version"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst();
  }

  private void system(Set<String> unreadable) {
    for (String name : List.of("_users", "_replicator")) {
      if (!unreadable.contains(name) && !couch.database(name).exists()) {
        note(Level.STOP, name + " is not there: has the cluster been set up?");
      }
    }
    Database replicator = couch.database("_replicator");
    if (!unreadable.contains("_replicator")
        && replicator.exists()
        && replicator.info().documents() > 1) {
      note(
          Level.NOTE,
          "_replicator holds jobs, which would run on the new server as well: pause them first");
    }
  }

  private void files(FragmentationReport files) {
    note(
        Level.NOTE,
        "%s of files (one copy); the next release's indexes may need %s more until the old ones are cleaned up"
            .formatted(Cost.words(files.bytes()), Cost.words(files.indexBytes())));
    for (Fragmentation file : files.files()) {
      if (file.share() > MUCH && file.reclaimable() > 100_000_000) {
        note(
            Level.NOTE,
            "%s: compact it first, %s would be freed"
                .formatted(file.name(), Cost.words(file.reclaimable())));
      }
    }
  }

  private void work() {
    IndexWatch.of(couch)
        .observe()
        .forEach(index -> note(Level.NOTE, "being indexed, wait for it: " + index));
  }
}
