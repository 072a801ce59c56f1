package io.github.chthosting.testkit.internal.replication;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The request for a replication: a body of {@code _replicate}, or a document of {@code
 * _replicator}.
 *
 * @param targetParameters parameters of the target's creation, such as {@code q}
 * @param filters those members of {@code told} that choose documents
 */
record Wish(
    Peer source,
    Peer target,
    boolean continuous,
    boolean createTarget,
    JsonNode targetParameters,
    ObjectNode filters) {
  private static final List<String> FILTERS =
      List.of("filter", "query_params", "doc_ids", "selector", "since_seq", "winning_revs_only");
  private static final List<String> NUMBERS =
      List.of("worker_processes", "worker_batch_size", "http_connections", "connection_timeout");

  static Wish parse(JsonNode told) {
    if (!told.has("source") || !told.has("target")) {
      throw new ApiException(500, "error", "Missing replicator database");
    }
    for (String name : NUMBERS) {
      if (told.path(name).isString() && !told.path(name).stringValue().matches("[0-9]{1,9}")) {
        throw ApiException.failure("badarg");
      }
    }
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    for (String name : FILTERS) {
      if (told.has(name)) {
        filters.set(name, told.get(name));
      }
    }
    return new Wish(
        Peer.parse(told.get("source")),
        Peer.parse(told.get("target")),
        told.path("continuous").asBoolean(false),
        told.path("create_target").asBoolean(false),
        told.path("create_target_params"),
        filters);
  }

  /** 32 hex digits: the same for the same wish of the same server. */
  String id(String server) {
    String text = server + "\n" + source + "\n" + target + "\n" + JsonText.string(filters);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Digests.md5(bytes));
  }

  /** The id of {@link #id}, with {@code +continuous} where the replication is. */
  String fullId(String server) {
    return id(server) + (continuous ? "+continuous" : "");
  }

  /** The query of {@code _changes} that asks for the documents, and its body or null. */
  String changes(String since, int limit) {
    boolean winners = filters.path("winning_revs_only").asBoolean(false);
    String style = winners ? "main_only" : "all_docs";
    StringBuilder query =
        new StringBuilder("_changes?style=" + style + "&feed=normal&limit=" + limit);
    query.append("&since=").append(Peer.encoded(since));
    if (filters.has("doc_ids")) {
      query.append("&filter=_doc_ids");
    } else if (filters.has("selector")) {
      query.append("&filter=_selector");
    } else if (filters.has("filter")) {
      query.append("&filter=").append(Peer.encoded(filters.get("filter").asString("")));
      filters
          .path("query_params")
          .properties()
          .forEach(
              parameter ->
                  query
                      .append('&')
                      .append(Peer.encoded(parameter.getKey()))
                      .append('=')
                      .append(Peer.encoded(parameter.getValue().asString(""))));
    }
    return query.toString();
  }
}
