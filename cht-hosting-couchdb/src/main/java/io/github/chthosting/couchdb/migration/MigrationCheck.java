package io.github.chthosting.couchdb.migration;

import io.github.chthosting.ByteSize;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.LayoutProblem;
import io.github.chthosting.couchdb.cluster.Membership;
import io.github.chthosting.couchdb.cluster.NodeSettings;
import io.github.chthosting.couchdb.maintenance.Fragmentation;
import io.github.chthosting.couchdb.maintenance.FragmentationReport;
import io.github.chthosting.couchdb.maintenance.IndexWatch;
import io.github.chthosting.couchdb.maintenance.Maintenance;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.server.ServerInfo;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Looks at the CouchDB of a CHT before its data is migrated, or after: who is in the cluster,
 * whether every range is on a node that is there, what must be carried over, how much disk the next
 * release's indexes will need. Changes nothing. For administrators; any version that the client
 * knows.
 */
public final class MigrationCheck {
  private static final CouchDbVersion NODE_DATABASES = CouchDbVersion.of(3, 0);
  private static final double MUCH = 0.3;
  private static final String CLUSTER = "cluster";

  private final CouchDb couch;
  private final List<Finding> findings = new ArrayList<>();

  private MigrationCheck(CouchDb couch) {
    this.couch = couch;
  }

  /** Looks once. */
  public static MigrationReport of(CouchDb couch) {
    return new MigrationCheck(couch).run();
  }

  private MigrationReport run() {
    ServerInfo info = couch.info();
    Membership membership = Cluster.of(couch).membership();
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

  private void error(MigrationCode code, String subject, String detail, String nextStep) {
    findings.add(Finding.error(code, subject, detail, nextStep));
  }

  private void warning(MigrationCode code, String subject, String detail, String nextStep) {
    findings.add(Finding.warning(code, subject, detail, nextStep));
  }

  private void members(Membership membership) {
    for (String node : membership.absent()) {
      error(
          MigrationCode.MEMBER_DOWN, node, "is a member and does not answer", "start or remove it");
    }
    for (String node : membership.strangers()) {
      error(MigrationCode.NOT_A_MEMBER, node, "is connected, but is not a member", "join it first");
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
            error(
                MigrationCode.DATA_ELSEWHERE,
                node,
                "%d databases lie on it, and it is not connected: %s"
                    .formatted(names.size(), names),
                "start it; if its files are here under another name, rename the node in their"
                    + " maps, and do not let the CHT start before"));
    if (!readable) {
      warning(
          MigrationCode.RANGES,
          CLUSTER,
          "CouchDB before 3.0: the maps of its databases were not looked at",
          "look at them after the migration");
    } else if (away.isEmpty()) {
      findings.add(
          Finding.ok(
              MigrationCode.RANGES, CLUSTER, "every range lies on nodes that are connected"));
      layout();
    }
    Set<String> unreadable = new TreeSet<>();
    away.values().forEach(unreadable::addAll);
    return unreadable;
  }

  /** Returns the databases on each node that is not connected. */
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
          if (!membership.connected().contains(node.asString(""))) {
            away.computeIfAbsent(node.asString(""), key -> new TreeSet<>())
                .add(row.path("id").asString(""));
          }
        }
      }
    }
    return away;
  }

  /** Whatever is wrong there is to be mended before data moves. */
  private void layout() {
    for (Finding finding : ClusterLayout.of(couch).findings()) {
      if (LayoutProblem.of(finding).isEmpty()) {
        findings.add(finding);
      } else if (!finding.is(LayoutProblem.UNKNOWN_NODE)) {
        findings.add(
            new Finding(
                finding.code(),
                Severity.ERROR,
                finding.subject(),
                finding.detail(),
                finding.nextStep()));
      }
    }
  }

  private void identity(ServerInfo info, boolean whole) {
    InstanceIdentity identity = InstanceIdentity.of(couch);
    if (identity.secret().isEmpty()) {
      warning(
          MigrationCode.IDENTITY,
          CLUSTER,
          "no secret is set: each restart logs all users out",
          "set one, the same on all nodes");
    } else {
      findings.add(
          Finding.ok(
              MigrationCode.IDENTITY,
              CLUSTER,
              "secret and uuid " + identity.uuid() + " are set; carry both over"));
    }
    if (info.version().isAtLeast(NODE_DATABASES) && whole) {
      NodeSettings.of(couch)
          .differences()
          .forEach(
              (key, groups) ->
                  error(
                      MigrationCode.SETTINGS_DIFFER,
                      key,
                      "is not the same on all nodes: " + groups,
                      "give it the same value on all"));
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
                warning(
                    MigrationCode.OLD_CHT,
                    "CHT " + text,
                    "its data is moved by hand",
                    "back it up, take a baseline, compact, then carry secret, uuid and files over"));
    return version;
  }

  private static Optional<String> version(JsonNode design) {
    return Stream.of(
            design.path("build_info").path("version"),
            design.path("version"),
            design.path("deploy_info").path("version"))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .findFirst();
  }

  private void system(Set<String> unreadable) {
    for (String name : List.of("_users", "_replicator")) {
      if (!unreadable.contains(name) && !couch.database(name).exists()) {
        error(
            MigrationCode.NO_SYSTEM_DATABASE,
            name,
            "is not there",
            "check whether the cluster was set up (_cluster_setup)");
      }
    }
    Database replicator = couch.database("_replicator");
    if (!unreadable.contains("_replicator")
        && replicator.exists()
        && replicator.info().documents() > 1) {
      warning(
          MigrationCode.REPLICATIONS,
          "_replicator",
          "holds jobs, which would run on the new server as well",
          "pause them first");
    }
  }

  private void files(FragmentationReport files) {
    warning(
        MigrationCode.DISK,
        "disk",
        "%s of files (one copy); the next release's indexes may need %s more until the old ones are cleaned up"
            .formatted(ByteSize.format(files.bytes()), ByteSize.format(files.indexBytes())),
        "see that the disk has room for them");
    for (Fragmentation file : files.files()) {
      if (file.share() > MUCH && file.reclaimable() > 100_000_000) {
        warning(
            MigrationCode.FRAGMENTED,
            file.name(),
            ByteSize.format(file.reclaimable()) + " of its file would be freed",
            "compact it first");
      }
    }
  }

  private void work() {
    IndexWatch.of(couch)
        .observe()
        .forEach(
            index ->
                warning(MigrationCode.INDEXING, "indexes", "being built: " + index, "wait for it"));
  }
}
