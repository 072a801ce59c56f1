package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The choice of documents of a database: all, or those of {@code doc_ids} (not escaped), {@code
 * selector}, or {@code filter} with {@code query_params}.
 *
 * @param json one of them at most, with CouchDB's names
 */
public record Choice(ObjectNode json) {
  public Choice {
    json = json.deepCopy();
  }

  /** A {@code _changes} of all leaves of these documents. */
  public Call changes(String database) {
    if (json.has("doc_ids")) {
      return post(database, "doc_ids");
    }
    if (json.has("selector")) {
      return post(database, "selector");
    }
    Call call = Call.of("GET", database, "_changes").query("style", "all_docs");
    if (json.has("filter")) {
      call = call.query("filter", json.path("filter").asString(""));
      for (Map.Entry<String, JsonNode> parameter : json.path("query_params").properties()) {
        call = call.query(parameter.getKey(), parameter.getValue().asString(""));
      }
    }
    return call;
  }

  private Call post(String database, String name) {
    ObjectNode body = json.objectNode();
    body.set(name, json.get(name));
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return Call.of("POST", database, "_changes")
        .query("style", "all_docs")
        .query("filter", "_" + name)
        .body(Body.bytes("application/json", bytes))
        .asRepeatable();
  }
}
