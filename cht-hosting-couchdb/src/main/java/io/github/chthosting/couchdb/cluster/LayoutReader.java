package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.http.Call;
import io.github.chthosting.plan.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a {@link ClusterLayout}, through the first address that answers. */
final class LayoutReader {
  private static final int PAGE = 1000;
  private static final int LOOKS = 3;
  private static final String REPAIR = "plan a repair";

  private final CouchDb couch;
  private final Wire wire;
  private final List<NodeView> views;
  private final List<String> members;
  private final Map<String, NodeReading> readings = new LinkedHashMap<>();
  private final Map<String, SortedSet<String>> missing = new TreeMap<>();
  private final List<Finding> remarks = new ArrayList<>();

  LayoutReader(CouchDb couch) {
    Wire all = Wire.of(couch);
    all.server().require(all, CouchDbVersion.of(3, 0), "reading where data lies");
    this.views = Cluster.of(couch).views();
    int first = firstThatAnswers(couch, views);
    this.couch = couch.at(first);
    this.wire = Wire.of(couch).at(first);
    this.members = views.get(first).membership().members();
  }

  private static int firstThatAnswers(CouchDb couch, List<NodeView> views) {
    Optional<NodeView> most = ViewCheck.most(views);
    if (most.isPresent()) {
      return views.indexOf(most.get());
    }
    // Asked once more for the error that it gives.
    Cluster.of(couch.at(0)).membership();
    String operation = "reading the layout";
    throw new UnreachableException(
        operation, operation + ": no address of " + couch.addresses() + " answers", null);
  }

  ClusterLayout read() {
    Map<String, MapDocument> maps = maps();
    Map<String, Optional<DatabaseInfo>> infos = couch.databaseInfos(maps.keySet());
    List<DatabaseLayout> databases = new ArrayList<>();
    maps.forEach(
        (name, map) -> databases.add(layout(map, infos.getOrDefault(name, Optional.empty()))));
    readNodes();
    remark(maps);
    UnfinishedFinder unfinished = new UnfinishedFinder(wire, maps.values(), readings.values());
    remarks.addAll(unfinished.findings());
    return new ClusterLayout(nodes(maps, unfinished), databases, resharding(), remarks);
  }

  ClusterLayout measured() {
    ClusterLayout layout = read();
    CopySizes sizes = new CopySizes(wire, layout);
    List<DatabaseLayout> databases = layout.databases().stream().map(sizes::measured).toList();
    List<Finding> found = new ArrayList<>(layout.remarks());
    found.addAll(sizes.findings());
    found.addAll(UnfinishedFinder.inDatabases(wire, layout.databases()));
    return new ClusterLayout(layout.nodes(), databases, layout.resharding(), found);
  }

  /** Maps travel from node to node: what differs is looked at again before it is called so. */
  private void readNodes() {
    for (int look = 0; look < LOOKS; look++) {
      members.forEach(name -> readings.put(name, NodeReading.of(wire, name)));
      if (differing().isEmpty()) {
        return;
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Map<String, String>> differing() {
    TreeSet<String> names = new TreeSet<>();
    readings.values().forEach(reading -> names.addAll(reading.revisions().keySet()));
    Map<String, Map<String, String>> differing = new TreeMap<>();
    for (String name : names) {
      Map<String, String> revisions = new TreeMap<>();
      readings.values().stream()
          .filter(NodeReading::answered)
          .forEach(
              reading ->
                  revisions.put(reading.name(), reading.revisions().getOrDefault(name, "none")));
      if (new TreeSet<>(revisions.values()).size() > 1) {
        differing.put(name, revisions);
      }
    }
    return differing;
  }

  private void remark(Map<String, MapDocument> maps) {
    remarks.addAll(ViewCheck.of(views));
    readings.values().forEach(reading -> remarks.addAll(reading.faults()));
    differing()
        .forEach(
            (name, revisions) ->
                add(
                    LayoutProblem.MAPS_DIFFER,
                    name,
                    "nodes have different maps: " + revisions,
                    REPAIR));
    settings();
    maps.values().forEach(this::remark);
  }

  private void remark(MapDocument map) {
    if (!map.isConsistent()) {
      add(
          LayoutProblem.MAP_CONTRADICTS,
          map.database(),
          "by_node and by_range do not agree",
          REPAIR);
    }
    map.ranges().forEach((range, nodes) -> nodes.forEach(node -> requireFile(map, range, node)));
  }

  private void requireFile(MapDocument map, String range, String node) {
    NodeReading reading = readings.get(node);
    if (reading == null || !reading.answered()) {
      return;
    }
    String file = map.file(range);
    List<String> others = reading.withOtherSuffix(file);
    if (!others.isEmpty()) {
      add(
          LayoutProblem.OTHER_SUFFIX,
          map.database(),
          "%s has %s beside %s".formatted(node, others, file),
          "if documents are missing, the suffix in _dbs is wrong; otherwise the file belongs to a deleted database and can be deleted");
    }
    // Asked again: the database may have been created after the files were listed.
    if (!reading.files().contains(file) && new ShardFile(wire, node, file).info().isEmpty()) {
      missing.computeIfAbsent(node, any -> new TreeSet<>()).add(file);
    }
  }

  private void settings() {
    Map<String, Map<String, Map<String, String>>> configurations = new TreeMap<>();
    readings.values().stream()
        .filter(NodeReading::answered)
        .forEach(reading -> configurations.put(reading.name(), reading.configuration()));
    NodeSettings.differences(configurations)
        .forEach(
            (key, groups) ->
                add(
                    LayoutProblem.SETTINGS_DIFFER,
                    LayoutProblem.CLUSTER,
                    key + " differs: " + groups,
                    "give it the same value on all nodes"));
  }

  private void add(LayoutProblem problem, String subject, String detail, String nextStep) {
    remarks.add(problem.finding(subject, detail, nextStep));
  }

  private List<ClusterLayout.Node> nodes(
      Map<String, MapDocument> maps, UnfinishedFinder unfinished) {
    Map<String, Set<String>> known = new TreeMap<>();
    for (MapDocument map : maps.values()) {
      map.ranges()
          .forEach(
              (range, nodes) ->
                  nodes.forEach(
                      node ->
                          known
                              .computeIfAbsent(node, any -> new HashSet<>())
                              .add(map.file(range))));
    }
    Map<String, String> zones = zones();
    return readings.values().stream()
        .map(
            reading ->
                reading.node(
                    zones.getOrDefault(reading.name(), ""),
                    known.getOrDefault(reading.name(), Set.of()),
                    missing.getOrDefault(reading.name(), new TreeSet<>()),
                    unfinished.filesOf(reading.name())))
        .toList();
  }

  private Map<String, String> zones() {
    Map<String, String> zones = new TreeMap<>();
    Call call =
        Call.of("GET", "_node", "_local", "_nodes", "_all_docs").query("include_docs", true);
    for (JsonNode row : wire.json(call).path("rows")) {
      zones.put(row.path("id").asString(""), row.path("doc").path("zone").asString(""));
    }
    return zones;
  }

  private Map<String, MapDocument> maps() {
    Map<String, MapDocument> maps = new TreeMap<>();
    String after = "";
    JsonNode rows = page(after);
    while (!rows.isEmpty()) {
      for (JsonNode row : rows) {
        after = row.path("id").asString("");
        if (!after.startsWith("_design/") && row.path("doc") instanceof ObjectNode document) {
          maps.put(after, new MapDocument(document));
        }
      }
      rows = rows.size() < PAGE ? wire.mapper().createArrayNode() : page(after);
    }
    return maps;
  }

  private JsonNode page(String after) {
    Call call =
        Call.of("GET", "_node", "_local", "_dbs", "_all_docs")
            .query("include_docs", true)
            .query("limit", PAGE);
    if (!after.isEmpty()) {
      call = call.query("startkey", wire.mapper().valueToTree(after)).query("skip", 1);
    }
    return wire.json(call).path("rows");
  }

  private static DatabaseLayout layout(MapDocument map, Optional<DatabaseInfo> info) {
    long bytes = info.map(known -> known.sizes().active()).orElse(0L);
    int q = Math.max(1, map.ranges().size());
    List<DatabaseLayout.Range> ranges = new ArrayList<>();
    map.ranges()
        .forEach(
            (range, nodes) ->
                ranges.add(new DatabaseLayout.Range(ShardRange.parse(range), nodes, bytes / q)));
    return new DatabaseLayout(map.database(), map.isPartitioned(), map.suffix(), ranges);
  }

  private boolean resharding() {
    try {
      return wire.json(Call.of("GET", "_reshard")).path("running").asInt(0) > 0;
    } catch (HostingException e) {
      // CouchDB before 2.4 has no resharding.
      return false;
    }
  }
}
