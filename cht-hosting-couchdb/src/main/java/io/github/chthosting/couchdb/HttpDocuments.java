package io.github.chthosting.couchdb;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.Names;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents of a database over HTTP, one at a time. */
final class HttpDocuments {
  private final Wire wire;
  private final String name;

  HttpDocuments(Wire wire, String name) {
    this.wire = wire;
    this.name = name;
  }

  Document get(String id, ReadOptions options) {
    List<String> path = path(id);
    return Names.fitsUrl(id)
        ? document(wire.json(options.addTo(Call.of("GET", path))))
        : bulkDocuments().get(id, options);
  }

  Optional<Document> find(String id) {
    try {
      return Optional.of(get(id, ReadOptions.none()));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  List<Document> leaves(String id, ReadOptions options) {
    Call call = options.addTo(Call.of("GET", path(id)));
    if (!Names.fitsUrl(id)) {
      return bulkDocuments().revisions(id, Optional.empty(), options);
    }
    List<Document> leaves = new ArrayList<>();
    try {
      JsonNode rows = wire.json(call.query("open_revs", "all"));
      rows.forEach(row -> leaf(row, id).ifPresent(leaves::add));
    } catch (NotFoundException e) {
      return List.of();
    }
    return leaves;
  }

  private static Optional<Document> leaf(JsonNode row, String id) {
    RowError error =
        new RowError(id, "", row.path("error").asString(""), row.path("reason").asString(""));
    if (row.path("missing").isString() || error.isMissing()) {
      return Optional.empty();
    }
    if (row.has("error")) {
      throw error.failure("GET with open_revs", 1);
    }
    return Optional.of(document(row.path("ok")));
  }

  Optional<String> rev(String id) {
    List<String> path = path(id);
    if (!Names.fitsUrl(id)) {
      return bulkDocuments().rev(id);
    }
    if (id.startsWith("_local/")) {
      // The ETag of a local document is not its revision.
      return find(id).flatMap(Document::rev);
    }
    try (Reply reply = wire.send(Call.of("HEAD", path))) {
      return reply.header("ETag").map(tag -> tag.replace("\"", ""));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  String put(Document document) {
    List<String> path = path(document.id());
    return Names.fitsUrl(document.id())
        ? revision(wire.json(wire.put(path, document.json())))
        : bulkDocuments().put(document.json());
  }

  String delete(String id, String rev) {
    List<String> path = path(id);
    return Names.fitsUrl(id)
        ? revision(wire.json(Call.of("DELETE", path).query("rev", rev)))
        : bulkDocuments().put(Document.of(id).rev(rev).deleted(true).json());
  }

  String copy(String id, String target, Optional<String> overwritten) {
    if (!Names.fitsUrl(id) || !Names.fitsUrl(target)) {
      ObjectNode copy = get(id, ReadOptions.none().attachments()).json().put("_id", target);
      copy.remove("_rev");
      overwritten.ifPresent(rev -> copy.put("_rev", rev));
      return put(Document.of(copy));
    }
    String destination =
        Names.document(target).stream()
            .map(HttpDocuments::escaped)
            .collect(Collectors.joining("/"));
    String revision = overwritten.map(rev -> "?rev=" + rev).orElse("");
    return revision(
        wire.json(Call.of("COPY", path(id)).header("Destination", destination + revision)));
  }

  private static String escaped(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private BulkDocuments bulkDocuments() {
    return new BulkDocuments(wire, name);
  }

  private List<String> path(String id) {
    List<String> path = new ArrayList<>(Names.document(id));
    path.add(0, name);
    return path;
  }

  private static Document document(JsonNode json) {
    if (json instanceof ObjectNode object) {
      return Document.of(object);
    }
    throw new HostingException(
        "GET", "CouchDB answered something other than a document", false, null);
  }

  private static String revision(JsonNode answer) {
    return answer.path("rev").asString("");
  }
}
