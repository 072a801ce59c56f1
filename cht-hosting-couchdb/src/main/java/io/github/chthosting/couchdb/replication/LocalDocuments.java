package io.github.chthosting.couchdb.replication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.replication.CutOverReport.LocalDocument;
import io.github.chthosting.couchdb.replication.CutOverReport.LocalDocument.Kind;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The {@code _local} documents of one database, all in memory. */
final class LocalDocuments {
  private final Map<String, ObjectNode> byId = new TreeMap<>();

  private LocalDocuments() {}

  static LocalDocuments of(Wire wire, String database) {
    LocalDocuments locals = new LocalDocuments();
    Call call = Call.of("GET", database, "_local_docs").query("include_docs", true);
    for (JsonNode row : wire.json(call).path("rows")) {
      if (row.path("doc") instanceof ObjectNode document) {
        locals.byId.put(row.path("id").asText(), document);
      }
    }
    return locals;
  }

  /** Content without its revision, which counts writes of one cluster. */
  ObjectNode content(String id) {
    ObjectNode document = byId.get(id);
    if (document == null) {
      throw new IllegalArgumentException("no such document: " + id);
    }
    ObjectNode copy = document.deepCopy();
    copy.remove("_rev");
    return copy;
  }

  Optional<String> revision(String id) {
    return Optional.ofNullable(byId.get(id)).map(document -> document.path("_rev").asText());
  }

  List<LocalDocument> differences(LocalDocuments others) {
    TreeSet<String> ids = new TreeSet<>(byId.keySet());
    ids.addAll(others.byId.keySet());
    List<LocalDocument> differences = new ArrayList<>();
    for (String id : ids) {
      boolean here = byId.containsKey(id);
      boolean there = others.byId.containsKey(id);
      if (!here || !there || !content(id).equals(others.content(id))) {
        ObjectNode content = here ? content(id) : others.content(id);
        differences.add(new LocalDocument(id, kind(id, content), here, there));
      }
    }
    return differences;
  }

  /** CouchDB's and PouchDB's checkpoints both have a session and its history. */
  private static Kind kind(String id, JsonNode content) {
    if (id.startsWith("_local/purge-")) {
      return Kind.PURGE;
    }
    boolean checkpoint =
        content.has("replication_id_version")
            || (content.has("session_id") && content.has("history"));
    return checkpoint ? Kind.CHECKPOINT : Kind.OTHER;
  }
}
