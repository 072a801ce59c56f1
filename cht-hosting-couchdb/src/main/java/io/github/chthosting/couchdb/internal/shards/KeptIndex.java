package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.LocalRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * An index that a file has and that CouchDB's index builder keeps up.
 *
 * @param id of the {@code _local} document that it leaves in its file when it is opened for the
 *     first time ({@code couch_mrview_index:open}, {@code nouveau_index_updater:update})
 * @param kind views or Nouveau
 * @param designs those that define it, with {@code _design/}: design documents with the same views
 *     have one index
 * @param name of a Nouveau index; empty for views, which are built together
 */
record KeptIndex(String id, Kind kind, Set<String> designs, String name) {
  /** The kind of an index. */
  enum Kind {
    VIEWS("views", "_local/purge-mrview-", "indexer"),
    NOUVEAU("nouveau", "_local/purge-nouveau-", "search_indexer");

    /** The name of the field of a design document that defines such indexes. */
    final String field;

    /** The beginning of the id of its {@code _local} document; its signature follows. */
    final String prefix;

    private final String task;

    Kind(String field, String prefix, String task) {
      this.field = field;
      this.prefix = prefix;
      this.task = task;
    }
  }

  /**
   * The {@code _local} documents that indexes left in a file, by id. Those of Nouveau are written
   * anew when a run begins.
   */
  static Map<String, JsonNode> traces(ShardFile file) {
    Map<String, JsonNode> traces = new TreeMap<>();
    try (LocalRows rows = file.localDocuments()) {
      while (rows.next()) {
        String id = rows.id();
        if (id.startsWith(Kind.VIEWS.prefix) || id.startsWith(Kind.NOUVEAU.prefix)) {
          traces.put(id, rows.json());
        }
      }
    }
    return traces;
  }

  /**
   * The entries of {@code _active_tasks} that build an index of a file, by what tells two runs
   * apart.
   */
  static Map<String, JsonNode> runs(JsonNode tasks, ShardFile file) {
    List<String> types = List.of(Kind.VIEWS.task, Kind.NOUVEAU.task);
    Map<String, JsonNode> runs = new HashMap<>();
    for (JsonNode task : tasks) {
      if (types.contains(task.path("type").asString(""))
          && task.path("node").asString("").equals(file.node())
          && task.path("database").asString("").equals(file.name())) {
        runs.put(task.path("pid").asString("") + " " + task.path("started_on").asString(""), task);
      }
    }
    return runs;
  }

  /** Returns whether that task builds it. */
  boolean isBuiltBy(JsonNode task) {
    return task.path("type").asString("").equals(kind.task)
        && designs.contains(task.path("design_document").asString(""))
        && task.path("index").asString("").equals(name);
  }

  @Override
  public String toString() {
    String what = name.isEmpty() ? kind.field : kind.field + "/" + name;
    return String.join(", ", designs) + " " + what;
  }
}
