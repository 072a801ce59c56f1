package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The indexes that CouchDB's index builder ({@code ken}, from 3.0) keeps up for a database now. One
 * request, and one for each design document with views. Immutable.
 */
final class KeptIndexes {
  private static final Logger LOG = LoggerFactory.getLogger(KeptIndexes.class);

  private static final BinaryOperator<JsonNode> NEWER =
      BinaryOperator.maxBy(Comparator.comparingLong(trace -> trace.path("updated_on").asLong(0)));

  /** Design documents by the signature of their views. */
  private final Map<String, Set<String>> views = new TreeMap<>();

  /** Each index as its {@code _local} document names it. */
  private final Set<List<String>> nouveau = new HashSet<>();

  private KeptIndexes() {}

  static KeptIndexes of(Wire wire, String database) {
    KeptIndexes kept = new KeptIndexes();
    Call call =
        Call.of("GET", database, "_all_docs")
            .query("startkey", "\"_design/\"")
            .query("endkey", "\"_design0\"")
            .query("include_docs", true);
    for (JsonNode row : wire.json(call).path("rows")) {
      kept.add(row.path("doc"), wire, database);
    }
    return kept;
  }

  private void add(JsonNode design, Wire wire, String database) {
    String id = design.path("_id").asString("");
    if (isKept(design, KeptIndex.Kind.VIEWS)) {
      signature(wire, database, id)
          .ifPresent(known -> views.computeIfAbsent(known, any -> new TreeSet<>()).add(id));
    }
    if (isKept(design, KeptIndex.Kind.NOUVEAU)) {
      design.path("nouveau").propertyNames().forEach(name -> nouveau.add(List.of(id, name)));
    }
  }

  /**
   * Tells whether the index builder keeps these indexes up, by the rule of {@code
   * ken_server:should_update}.
   */
  private static boolean isKept(JsonNode design, KeptIndex.Kind kind) {
    JsonNode auto = design.path("autoupdate");
    return design.path(kind.field).size() > 0 && !isFalse(auto) && !isFalse(auto.path(kind.field));
  }

  private static boolean isFalse(JsonNode value) {
    return value.isBoolean() && !value.booleanValue();
  }

  /** Empty if CouchDB cannot say: it was deleted meanwhile, or CouchDB cannot read it. */
  private static Optional<String> signature(Wire wire, String database, String design) {
    String name = design.substring("_design/".length());
    try {
      JsonNode info = wire.json(Call.of("GET", database, "_design", name, "_info"));
      return Optional.of(info.at("/view_index/signature").asString(""));
    } catch (CouchDbException e) {
      LOG.warn("the views of {} are not waited for: {}", design, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The indexes that a file has. What another version of a design document left behind does not
   * count.
   */
  List<KeptIndex> in(ShardFile file) {
    List<KeptIndex> found = new ArrayList<>();
    Map<String, JsonNode> latest = new TreeMap<>();
    KeptIndex.traces(file)
        .forEach(
            (id, trace) -> {
              if (id.startsWith(KeptIndex.Kind.NOUVEAU.prefix)) {
                latest.merge(trace.path("ddoc_id") + " " + trace.path("indexname"), trace, NEWER);
              } else {
                views(id).ifPresent(found::add);
              }
            });
    latest.values().forEach(trace -> nouveau(trace).ifPresent(found::add));
    return found;
  }

  /** The trace's own name is that of who came first: a staged version that is gone, often. */
  private Optional<KeptIndex> views(String id) {
    return Optional.ofNullable(views.get(id.substring(KeptIndex.Kind.VIEWS.prefix.length())))
        .map(designs -> new KeptIndex(id, KeptIndex.Kind.VIEWS, designs, ""));
  }

  private Optional<KeptIndex> nouveau(JsonNode trace) {
    String design = trace.path("ddoc_id").asString("");
    String name = trace.path("indexname").asString("");
    return nouveau.contains(List.of(design, name))
        ? Optional.of(
            new KeptIndex(
                trace.path("_id").asString(""), KeptIndex.Kind.NOUVEAU, Set.of(design), name))
        : Optional.empty();
  }
}
