package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.function.FilterFunction;
import io.github.chthosting.testkit.function.MapFunction;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.ServerVersion;
import io.github.chthosting.testkit.internal.query.FieldList;
import io.github.chthosting.testkit.internal.query.Selector;
import io.github.chthosting.testkit.internal.store.JsonText;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The choice of revisions that are given of a changed document.
 *
 * @param times how often a document is told, by its id: 0 if it is not; CouchDB tells one that is
 *     asked for twice in {@code doc_ids} twice
 * @param accepts asked for each revision; null when {@code times} says all
 * @param fields what is given of documents, or null for all
 * @param lookup whether CouchDB looks documents up instead of reading all changes
 */
record ChangesFilter(
    ToIntFunction<String> times,
    @Nullable RevisionPredicate accepts,
    @Nullable FieldList fields,
    boolean lookup) {

  /** CouchDB looks up so many {@code doc_ids} at most. */
  private static final int LOOKED_UP = 100;

  /** A test of one revision. */
  @FunctionalInterface
  interface RevisionPredicate {
    boolean test(String id, RevisionLeaf leaf);
  }

  static ChangesFilter of(DocumentContext db, ChangesQuery query, @Nullable ObjectNode body) {
    String name = query.filter;
    return switch (name) {
      case "" -> new ChangesFilter(id -> 1, null, null, false);
      case "_design" -> designs(db.settings().version());
      case "_doc_ids" -> docIds(db, body);
      case "_selector" -> selector(body);
      case "_view" -> view(db);
      default -> custom(db, name);
    };
  }

  /** Returns how often a document is told. */
  int times(StoredDocument document) {
    return times.applyAsInt(document.id());
  }

  /** The revisions to give, winner first; none if the document is left out. */
  List<Rev> apply(StoredDocument document, boolean allLeaves) {
    if (times.applyAsInt(document.id()) == 0) {
      return List.of();
    }
    List<RevisionLeaf> leaves = allLeaves ? document.leaves() : List.of(document.winner());
    RevisionPredicate test = accepts;
    return leaves.stream()
        .filter(leaf -> test == null || test.test(document.id(), leaf))
        .map(RevisionLeaf::rev)
        .toList();
  }

  // Looked up by later versions, read with all others by older ones.
  private static ChangesFilter designs(ServerVersion version) {
    return version.isBefore(3, 4)
        ? new ChangesFilter(id -> 1, (id, leaf) -> id.startsWith("_design"), null, false)
        : new ChangesFilter(id -> id.startsWith("_design") ? 1 : 0, null, null, true);
  }

  private static ChangesFilter docIds(DocumentContext db, @Nullable ObjectNode body) {
    JsonNode ids =
        body != null
            ? body.path("doc_ids")
            : JsonText.parse(db.request().query().get("doc_ids", "null"));
    Map<String, Integer> all = new HashMap<>();
    boolean fits = ids.isArray();
    for (JsonNode id : ids) {
      fits &= id.isString();
      all.merge(id.asString(""), 1, Integer::sum);
    }
    if (!fits) {
      throw ApiException.badRequest("`doc_ids` filter parameter is not a list of doc ids.");
    }
    boolean lookup = ids.size() <= LOOKED_UP;
    return new ChangesFilter(
        id -> lookup ? all.getOrDefault(id, 0) : all.containsKey(id) ? 1 : 0, null, null, lookup);
  }

  private static ChangesFilter selector(@Nullable ObjectNode body) {
    if (body == null) {
      throw ApiException.badRequest("Selector must be specified in POST payload");
    }
    if (!(body.get("selector") instanceof ObjectNode object)) {
      throw ApiException.badRequest("Selector error: expected a JSON object");
    }
    JsonNode names = body.get("fields");
    if (names != null && !names.isArray()) {
      throw ApiException.badRequest("Selector error: fields must be JSON array");
    }
    Selector selector;
    FieldList fields;
    try {
      selector = Selector.parse(object);
      fields = names == null ? null : FieldList.parse(names);
    } catch (ApiException e) {
      throw ApiException.badRequest(e.reason());
    }
    return new ChangesFilter(
        id -> 1, (id, leaf) -> selector.matches(DocumentPrinter.json(id, leaf)), fields, false);
  }

  private static ChangesFilter view(DocumentContext db) {
    String[] parts = db.request().query().get("view", "").split("/", 2);
    if (parts[0].isEmpty()) {
      throw ApiException.badRequest("`view` filter parameter is not provided.");
    }
    if (parts.length < 2) {
      throw ApiException.badRequest("`view` must be of the form `designname/viewname`");
    }
    requireMember(db, parts[0], "views", parts[1]);
    MapFunction map =
        db.functions().map(parts[0], parts[1]).orElseThrow(() -> unregistered("view", parts));
    return new ChangesFilter(
        id -> 1, (id, leaf) -> emits(map, DocumentPrinter.json(id, leaf)), null, false);
  }

  private static boolean emits(MapFunction map, ObjectNode doc) {
    AtomicBoolean emitted = new AtomicBoolean();
    map.map(doc, (key, value) -> emitted.set(true));
    return emitted.get();
  }

  private static ChangesFilter custom(DocumentContext db, String name) {
    if (name.startsWith("_")) {
      throw ApiException.badRequest("unknown builtin filter name");
    }
    String[] parts = name.split("/", -1);
    if (parts.length != 2) {
      throw ApiException.badRequest("`filter` must be of the form `designname/filtername`");
    }
    requireMember(db, parts[0], "filters", parts[1]);
    FilterFunction filter =
        db.functions().filter(parts[0], parts[1]).orElseThrow(() -> unregistered("filter", parts));
    Map<String, String> query = new HashMap<>();
    db.request().query().parameters().forEach(p -> query.put(p.getKey(), p.getValue()));
    return new ChangesFilter(
        id -> 1, (id, leaf) -> filter.accepts(DocumentPrinter.json(id, leaf), query), null, false);
  }

  private static void requireMember(DocumentContext db, String design, String group, String name) {
    JsonNode body = db.document("_design/" + design, false).winner().body().tree();
    if (!body.has(group)) {
      throw ApiException.notFound("missing json key: " + group);
    }
    if (!body.get(group).has(name)) {
      throw ApiException.notFound("missing json key: " + name);
    }
  }

  private static ApiException unregistered(String kind, String[] parts) {
    return new ApiException(
        500,
        "unregistered_function",
        "No Java function is registered for the " + kind + " " + parts[0] + "/" + parts[1]);
  }
}
