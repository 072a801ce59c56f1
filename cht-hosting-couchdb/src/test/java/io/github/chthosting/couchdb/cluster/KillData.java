package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A small database with all that one can hold, and what it holds. */
record KillData(CouchDb couch, String name) {
  static final int DOCUMENTS = 300;
  private static final int LOCALS = 3;

  static KillData create(CouchDb couch, String name, int q, int n) {
    return create(couch, name, q, n, DOCUMENTS);
  }

  /**
   * A database of this many documents beside those that have conflicts, deletions and attachments.
   */
  static KillData create(CouchDb couch, String name, int q, int n, int documents) {
    couch.database(name).create(DatabaseOptions.defaults().q(q).n(n));
    KillData data = new KillData(couch, name);
    List<Map<String, Object>> plain = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      plain.add(Map.of("_id", "d%04d".formatted(i), "n", i, "text", "y".repeat(300)));
    }
    data.post(Map.of("docs", plain));
    data.post(Map.of("new_edits", false, "docs", trees()));
    for (int i = 0; i < LOCALS; i++) {
      couch.request("PUT", name, "_local", "mark-" + i).body(Map.of("seq", i)).json();
    }
    Map<String, Object> names = Map.of("names", List.of(), "roles", List.of("nurse"));
    couch.request("PUT", name, "_security").body(Map.of("members", names)).json();
    return data;
  }

  private void post(Object body) {
    JsonNode answer = couch.request("POST", name, "_bulk_docs").body(body).json();
    for (JsonNode row : answer) {
      if (row.has("error")) {
        throw new IllegalStateException(row.toString());
      }
    }
  }

  private static List<Map<String, Object>> trees() {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      trees.add(revision("tree-" + i, 3, false, "c3", "b2", "a1"));
      trees.add(revision("tree-" + i, 3, false, "d3", "b2", "a1"));
      trees.add(revision("gone-" + i, 2, true, "f2", "a1"));
    }
    return trees;
  }

  private static Map<String, Object> revision(
      String id, int generation, boolean deleted, String... history) {
    Map<String, Object> file = Map.of("content_type", "text/plain", "data", "aGVsbG8=");
    Map<String, Object> document = new TreeMap<>();
    document.put("_id", id);
    document.put("_rev", generation + "-" + history[0]);
    document.put("_revisions", Map.of("start", generation, "ids", List.of(history)));
    if (deleted) {
      document.put("_deleted", true);
    } else {
      document.put("_attachments", Map.of("file", file));
    }
    return document;
  }

  /** All leaves by id, the local documents and the security, read through one address. */
  Map<String, String> read(int address) {
    CouchDb node = couch.at(address);
    Map<String, String> all = new TreeMap<>();
    JsonNode feed = node.request("GET", name, "_changes").query("style", "all_docs").json();
    for (JsonNode row : feed.path("results")) {
      String id = row.path("id").asString("");
      if (!id.startsWith("w")) {
        List<String> leaves = new ArrayList<>();
        row.path("changes").forEach(leaf -> leaves.add(leaf.path("rev").asString("")));
        leaves.sort(null);
        all.put(id, leaves.toString());
      }
    }
    for (int i = 0; i < LOCALS; i++) {
      JsonNode local = node.request("GET", name, "_local", "mark-" + i).json();
      all.put("_local/" + i, local.path("seq").asString(""));
    }
    for (int i = 0; i < 20; i += 5) {
      all.put("whole tree-" + i, leaves(node, "tree-" + i));
    }
    all.put("_security", node.request("GET", name, "_security").json().toString());
    return all;
  }

  /** Each leaf as it is, attachments included. */
  private String leaves(CouchDb node, String id) {
    List<String> leaves = new ArrayList<>();
    node.request("GET", name, id)
        .query("open_revs", "all")
        .query("attachments", true)
        .query("revs", true)
        .header("Accept", "application/json")
        .json()
        .forEach(leaf -> leaves.add(leaf.toString()));
    leaves.sort(null);
    return leaves.toString();
  }
}
