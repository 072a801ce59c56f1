package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.document.Answer;
import io.github.chthosting.testkit.internal.document.DocumentContext;
import io.github.chthosting.testkit.internal.document.RequestBody;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.MethodNotAllowedException;
import io.github.chthosting.testkit.internal.store.Ids;
import io.github.chthosting.testkit.internal.store.JsonText;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /db/_index}: indexes live in design documents of the language {@code query}. */
final class IndexEndpoints {
  private static final Set<String> KEYS =
      Set.of("index", "type", "name", "ddoc", "w", "partitioned");

  private static final Set<String> DEFINITION = Set.of("fields", "partial_filter_selector");

  private final DocumentContext db;

  IndexEndpoints(DocumentContext db) {
    this.db = db;
  }

  void handle(List<String> path) throws IOException {
    String method = db.request().method();
    if (path.size() == 1) {
      switch (method) {
        case "GET", "HEAD" -> list();
        case "POST" -> create(RequestBody.object(db.request()));
        default -> throw new MethodNotAllowedException("GET,POST");
      }
    } else if (path.get(1).equals("_bulk_delete") && method.equals("POST")) {
      deleteAll(RequestBody.object(db.request()));
    } else if (path.size() < 4) {
      throw ApiException.notFound("missing");
    } else if (method.equals("DELETE")) {
      List<String> rest = new ArrayList<>(path.subList(1, path.size()));
      rest.removeIf(part -> part.equals("_design"));
      delete(rest);
    } else {
      throw new MethodNotAllowedException("DELETE");
    }
  }

  private void list() throws IOException {
    List<MangoIndex> all = new ArrayList<>(List.of(MangoIndex.ALL_DOCS));
    all.addAll(MangoIndex.of(db.store()));
    ObjectNode answer = Answer.object().put("total_rows", all.size());
    ArrayNode list = answer.putArray("indexes");
    all.stream()
        .skip(page("skip", 0, 0))
        .limit(page("limit", 1, Integer.MAX_VALUE))
        .forEach(index -> list.add(index.describe()));
    Answer.json(db.response(), 200, answer);
  }

  private int page(String parameter, int least, int other) {
    String value = db.request().query().get(parameter);
    if (value == null) {
      return other;
    }
    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < least) {
      throw new ApiException(
              500, "invalid_list_index_params", "Index parameter ranges: limit > 1, skip > 0")
          .traced();
    }
    return Integer.parseInt(value);
  }

  // ---- creating ----

  private void create(ObjectNode body) throws IOException {
    JsonNode definition = body.get("index");
    if (definition == null) {
      throw FindQuery.bad("missing_required_key", "Missing required key: index");
    }
    for (var member : body.properties()) {
      if (!KEYS.contains(member.getKey())) {
        throw FindQuery.bad("invalid_key", "Invalid key " + member.getKey() + " for this request.");
      }
    }
    String type = body.path("type").asString("json");
    if (!type.equals("json")) {
      throw type.equals("text") || type.equals("nouveau")
          ? new ApiException(503, "required index service unavailable", type)
          : FindQuery.bad("invalid_index", "Invalid type for index: " + type);
    }
    if (!definition.isObject()) {
      throw FindQuery.bad(
          "invalid_index", "JSON indexes must be an object, not: " + ErlangText.of(definition));
    }
    if (!definition.has("fields")) {
      throw FindQuery.bad("missing_required_key", "Missing required key: fields");
    }
    for (var member : definition.properties()) {
      if (!DEFINITION.contains(member.getKey())) {
        throw FindQuery.bad("invalid_key", "Invalid key " + member.getKey() + " for this request.");
      }
    }
    ObjectNode view = view(definition);
    String hash = hash(view);
    String name = text(body.path("name"), hash);
    String ddoc = text(body.path("ddoc"), hash);
    save(designId(ddoc), name, view);
  }

  private static String text(JsonNode value, String other) {
    if (value.isMissingNode()) {
      return other;
    }
    if (!value.isString()) {
      throw FindQuery.bad("invalid_string", "Invalid string: " + ErlangText.of(value));
    }
    if (value.stringValue().isEmpty()) {
      throw FindQuery.bad("invalid_empty_string", "Index name or ddoc cannot be empty string");
    }
    return value.stringValue();
  }

  private static ObjectNode view(JsonNode definition) {
    ObjectNode view = Answer.object();
    ObjectNode map = view.putObject("map");
    ObjectNode fields = map.putObject("fields");
    Sort sort = Sort.parse(definition.get("fields"));
    sort.names().forEach(name -> fields.put(name, sort.descending() ? "desc" : "asc"));
    JsonNode partial = definition.path("partial_filter_selector");
    if (!partial.isMissingNode() && !partial.isObject()) {
      throw FindQuery.bad(
          "invalid_selector_json",
          "Selector must be a JSON object, not: " + ErlangText.of(partial));
    }
    map.set("partial_filter_selector", partial.isObject() ? partial : Answer.object());
    view.put("reduce", "_count");
    view.putObject("options").set("def", definition);
    return view;
  }

  private static String hash(ObjectNode view) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha.digest(JsonText.bytes(view)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  private void save(String id, String name, ObjectNode view) throws IOException {
    Optional<StoredDocument> old = db.store().document(id).filter(d -> !d.isDeleted());
    ObjectNode design =
        old.map(d -> Documents.json(id, d.winner()))
            .orElseGet(() -> Answer.object().put("_id", id).put("language", "query"));
    if (!design.path("language").asString("").equals("query")) {
      throw FindQuery.bad(
          "invalid_ddoc_lang",
          "Existing design doc has an invalid language: "
              + (design.has("language") ? ErlangText.of(design.get("language")) : "false"));
    }
    boolean exists = view.equals(design.path("views").path(name));
    if (!exists) {
      design.withObjectProperty("views").set(name, view);
      write(id, design);
    }
    String result = exists ? "exists" : "created";
    Answer.json(
        db.response(), 200, Answer.object().put("result", result).put("id", id).put("name", name));
  }

  private void write(String id, ObjectNode design) throws IOException {
    try {
      db.write(id, design);
    } catch (ApiException e) {
      if (!e.error().equals("forbidden")) {
        throw e;
      }
      String reason = "Unknown error while saving the design document: " + e.error();
      throw new ApiException(500, "error_saving_ddoc", reason).traced();
    }
  }

  // ---- deleting ----

  // The path is the design document, the type and the name.
  private void delete(List<String> path) throws IOException {
    if (path.size() != 3) {
      throw ApiException.notFound("missing");
    }
    String id = designId(path.get(0));
    ObjectNode design = Documents.json(id, db.document(id, true).winner());
    JsonNode views = design.path("views");
    if (!design.path("language").asString("").equals("query") || !views.has(path.get(2))) {
      throw ApiException.notFound("missing");
    }
    ((ObjectNode) views).remove(path.get(2));
    if (views.isEmpty()) {
      design.put("_deleted", true).remove("views");
    }
    db.write(id, design);
    Answer.ok(db.response(), 200);
  }

  private static String designId(String name) {
    return name.startsWith("_design/") ? name : "_design/" + name;
  }

  private void deleteAll(ObjectNode body) throws IOException {
    ObjectNode answer = Answer.object();
    ArrayNode success = answer.putArray("success");
    ArrayNode fail = answer.putArray("fail");
    if (!body.has("docids")) {
      throw FindQuery.bad("missing_required_key", "Missing required key: docids");
    }
    Set<String> ids = new TreeSet<>(Ids.ORDER);
    body.get("docids").forEach(entry -> ids.add(designId(entry.asString(""))));
    for (String id : ids) {
      try {
        ObjectNode design = Documents.json(id, db.document(id, false).winner());
        ObjectNode deletion = Answer.object().put("_deleted", true);
        db.write(id, deletion.set("_rev", design.get("_rev")));
        success.addObject().put("id", id).put("ok", true);
      } catch (ApiException e) {
        fail.addObject().put("id", id).put("error", e.error());
      }
    }
    Answer.json(db.response(), 200, answer);
  }
}
