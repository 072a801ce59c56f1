package io.github.chthosting.testkit.contract;

import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.function.DesignFunctions;
import io.github.chthosting.testkit.function.MapFunction.Emitter;
import io.github.chthosting.testkit.function.ValidateFunction.Refusal;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** The embedded server under contract: three nodes, with the suite's {@link Functions} in Java. */
final class Embedded {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Embedded() {}

  static EmbeddedCouchDb start() {
    return start("3.5.2");
  }

  static EmbeddedCouchDb start(String version) {
    EmbeddedCouchDb embedded =
        EmbeddedCouchDb.builder().version(version).nodes(3).admin("admin", "password").start();
    register(embedded.functions());
    return embedded;
  }

  static Server server(EmbeddedCouchDb embedded) {
    return new Server(
        embedded.uris().stream().map(Embedded::withoutPath).toList(),
        Server.basic("admin:password"),
        true);
  }

  private static URI withoutPath(URI uri) {
    return URI.create(uri.getScheme() + "://" + uri.getAuthority());
  }

  private static void register(DesignFunctions functions) {
    functions
        .map(Functions.DESIGN, "by_type", (doc, rows) -> emit(rows, doc.get("type"), doc.get("n")))
        .map(Functions.DESIGN, "by_key", (doc, rows) -> emit(rows, doc.get("key"), null))
        .map(
            Functions.DESIGN,
            "by_tag",
            (doc, rows) -> doc.required("tags").forEach(tag -> emit(rows, tag, JSON.numberNode(1))))
        .map(Functions.DESIGN, "links", (doc, rows) -> emit(rows, doc.get("n"), link(doc)))
        .map(Functions.DESIGN, "sum", Embedded::typeAndNumber)
        .map(Functions.DESIGN, "count", (doc, rows) -> emit(rows, doc.get("type"), null))
        .map(Functions.DESIGN, "stats", Embedded::number)
        .filter(Functions.DESIGN, "by_type", Embedded::ofType)
        .validate(Functions.DESIGN, Embedded::validate);
  }

  private static void emit(Emitter rows, @Nullable JsonNode key, @Nullable JsonNode value) {
    rows.emit(key == null ? NullNode.instance : key, value == null ? NullNode.instance : value);
  }

  private static JsonNode link(ObjectNode doc) {
    return JSON.objectNode().put("_id", doc.path("link").asString(""));
  }

  private static void typeAndNumber(ObjectNode doc, Emitter rows) {
    if (doc.path("n").asInt(0) != 0) {
      emit(rows, JSON.arrayNode().add(doc.get("type")).add(doc.get("n")), doc.get("n"));
    }
  }

  private static void number(ObjectNode doc, Emitter rows) {
    if (doc.path("n").asInt(0) != 0) {
      emit(rows, doc.get("type"), doc.get("n"));
    }
  }

  private static boolean ofType(ObjectNode doc, Map<String, String> query) {
    return doc.path("type").asString("").equals(query.get("type"));
  }

  private static void validate(
      ObjectNode doc, @Nullable ObjectNode old, ObjectNode user, ObjectNode security) {
    if (doc.has("forbidden")) {
      throw Refusal.forbidden(doc.path("forbidden").asString(""));
    }
    if (doc.has("unauthorized")) {
      throw Refusal.unauthorized(doc.path("unauthorized").asString(""));
    }
    if (old != null && old.has("locked") && !doc.path("_deleted").asBoolean(false)) {
      throw Refusal.forbidden(old.path("locked").asString(""));
    }
  }
}
