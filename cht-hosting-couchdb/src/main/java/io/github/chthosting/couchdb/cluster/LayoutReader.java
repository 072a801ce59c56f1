package io.github.chthosting.couchdb.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.NotFoundException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a {@link ClusterLayout}. */
final class LayoutReader {
  private static final int PAGE = 1000;

  private final CouchDb couch;
  private final Wire wire;
  private final List<LayoutFinding> remarks = new ArrayList<>();

  LayoutReader(CouchDb couch) {
    this.couch = couch;
    this.wire = Wire.of(couch);
  }

  ClusterLayout read() {
    List<ClusterLayout.Node> nodes = new ArrayList<>();
    Map<String, Map<String, String>> revisions = new LinkedHashMap<>();
    for (String name : couch.cluster().membership().members()) {
      nodes.add(node(name, revisions));
    }
    compare(revisions);
    Map<String, MapDocument> maps = maps();
    Map<String, Optional<DatabaseInfo>> infos = couch.databaseInfos(maps.keySet());
    List<DatabaseLayout> databases = new ArrayList<>();
    maps.forEach(
        (name, map) -> databases.add(layout(map, infos.getOrDefault(name, Optional.empty()))));
    return new ClusterLayout(nodes, databases, resharding(), remarks);
  }

  private ClusterLayout.Node node(String name, Map<String, Map<String, String>> revisions) {
    try {
      boolean maintenance = maintenance(name);
      revisions.put(name, revisions(name));
      return new ClusterLayout.Node(name, true, maintenance);
    } catch (HostingException e) {
      return new ClusterLayout.Node(name, false, false);
    }
  }

  private boolean maintenance(String node) {
    try {
      String mode =
          wire.json(Call.of("GET", "_node", node, "_config", "couchdb", "maintenance_mode"))
              .asText();
      return mode.equals("true") || mode.equals("nolb");
    } catch (NotFoundException e) {
      if (e.reason().startsWith("no such node")) {
        throw e;
      }
      return false;
    }
  }

  /** Each database's revision of its map, as one node has it. */
  private Map<String, String> revisions(String node) {
    Map<String, String> revisions = new TreeMap<>();
    for (JsonNode row :
        wire.json(Call.of("GET", "_node", node, "_dbs", "_all_docs")).path("rows")) {
      revisions.put(row.path("id").asText(), row.path("value").path("rev").asText());
    }
    return revisions;
  }

  private void compare(Map<String, Map<String, String>> revisions) {
    TreeSet<String> names = new TreeSet<>();
    revisions.values().forEach(maps -> names.addAll(maps.keySet()));
    for (String name : names) {
      Map<String, String> views = new TreeMap<>();
      revisions.forEach((node, maps) -> views.put(node, maps.getOrDefault(name, "none")));
      if (new TreeSet<>(views.values()).size() > 1) {
        remarks.add(new LayoutFinding(LayoutFinding.Kind.MAPS_DIFFER, name, views.toString()));
      }
    }
  }

  private Map<String, MapDocument> maps() {
    Map<String, MapDocument> maps = new TreeMap<>();
    String after = "";
    JsonNode rows = page(after);
    while (!rows.isEmpty()) {
      for (JsonNode row : rows) {
        after = row.path("id").asText();
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
    return new DatabaseLayout(map.database(), map.isPartitioned(), ranges);
  }

  private boolean resharding() {
    try {
      return wire.json(Call.of("GET", "_reshard")).path("running").asInt() > 0;
    } catch (HostingException e) {
      // CouchDB before 2.4 has no resharding.
      return false;
    }
  }
}
