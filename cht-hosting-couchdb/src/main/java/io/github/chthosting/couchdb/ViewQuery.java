package io.github.chthosting.couchdb;

import io.github.chthosting.CheckReturnValue;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A query of {@code _all_docs} or of a view. Immutable: every method returns a changed copy.
 *
 * <pre>{@code
 * ViewQuery.view("medic", "reports_by_form").startKey(key).limit(50).includeDocuments()
 * }</pre>
 */
@CheckReturnValue
public final class ViewQuery {
  /** Three times as long in a URL at worst, twice in a query. */
  private static final int LONG = 1_000;

  /** The lists that came with a version; older ones take them for documents that are missing. */
  private static final Map<String, CouchDbVersion> SINCE =
      Map.of(
          "_design_docs", CouchDbVersion.of(2, 2),
          "_local_docs", CouchDbVersion.of(2, 2),
          "_partition", CouchDbVersion.of(3, 0));

  private final List<String> path;
  private final Map<String, JsonNode> parameters;
  private final Optional<ArrayNode> keys;

  private ViewQuery(List<String> path, Map<String, JsonNode> parameters, Optional<ArrayNode> keys) {
    this.path = List.copyOf(path);
    this.parameters = parameters;
    this.keys = keys;
  }

  private static ViewQuery of(String... path) {
    return new ViewQuery(List.of(path), Map.of(), Optional.empty());
  }

  /** Returns a query for all documents by id. */
  public static ViewQuery allDocuments() {
    return of("_all_docs");
  }

  /** The design documents by id. CouchDB 2.2 or later. */
  public static ViewQuery designDocuments() {
    return of("_design_docs");
  }

  /** The {@code _local} documents by id. CouchDB 2.2 or later. */
  public static ViewQuery localDocuments() {
    return of("_local_docs");
  }

  /** A view, by the name of its design document without {@code _design/}. */
  public static ViewQuery view(String design, String view) {
    return of("_design", design, "_view", view);
  }

  /** Returns a query for only one partition of a partitioned database. CouchDB 3.0 or later. */
  public ViewQuery partition(String partition) {
    List<String> longer = new ArrayList<>(List.of("_partition", partition));
    longer.addAll(path);
    return new ViewQuery(longer, parameters, keys);
  }

  /** Returns a query for only the rows with this key. */
  public ViewQuery key(JsonNode key) {
    return with("key", key);
  }

  /** Returns a query for one row, or one error, for each of these keys and in their order. */
  public ViewQuery keys(Collection<? extends JsonNode> all) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode().addAll(List.copyOf(all));
    return new ViewQuery(path, parameters, Optional.of(array));
  }

  /** Returns a query for one row, or one error, for each of these ids. */
  public ViewQuery ids(Collection<String> ids) {
    return keys(ids.stream().map(StringNode::valueOf).toList());
  }

  /** Returns a query that starts at this key. */
  public ViewQuery startKey(JsonNode key) {
    return with("startkey", key);
  }

  /** Returns a query that starts at this key. */
  public ViewQuery startKey(String key) {
    return startKey(StringNode.valueOf(key));
  }

  /** Returns a query that ends at this key. */
  public ViewQuery endKey(JsonNode key) {
    return with("endkey", key);
  }

  /** Returns a query that ends at this key. */
  public ViewQuery endKey(String key) {
    return endKey(StringNode.valueOf(key));
  }

  /** Returns a query that starts, within the rows of the start key, at this document. */
  public ViewQuery startDocument(String id) {
    return with("startkey_docid", StringNode.valueOf(id));
  }

  /** Returns a query that ends, within the rows of the end key, at this document. */
  public ViewQuery endDocument(String id) {
    return with("endkey_docid", StringNode.valueOf(id));
  }

  /** Returns a query without the row of the end key itself. */
  public ViewQuery endExclusive() {
    return with("inclusive_end", false);
  }

  /** Returns a query in the opposite order; start and end keys change sides. */
  public ViewQuery descending() {
    return with("descending", true);
  }

  /** Returns a query for at most so many rows. */
  public ViewQuery limit(long rows) {
    return with("limit", rows);
  }

  /** Returns a query without the first rows; slow for large numbers. */
  public ViewQuery skip(long rows) {
    return with("skip", rows);
  }

  /** Returns a query with the documents. */
  public ViewQuery includeDocuments() {
    return with("include_docs", true);
  }

  /** Returns a query with conflicts in the documents. */
  public ViewQuery conflicts() {
    return with("conflicts", true);
  }

  /** Returns a query with attachments in the documents, in Base64. */
  public ViewQuery attachments() {
    return with("attachments", true);
  }

  /** Returns whether to reduce; CouchDB's default is yes where the view can. */
  public ViewQuery reduce(boolean reduce) {
    return with("reduce", reduce);
  }

  /** Returns a query with one reduced row for each key. */
  public ViewQuery group() {
    return with("group", true);
  }

  /** Returns a query with one reduced row for the first members of array keys. */
  public ViewQuery groupLevel(int members) {
    return with("group_level", JsonNodeFactory.instance.numberNode(members));
  }

  /** Returns whether to bring the index up to date: {@code true}, {@code false} or {@code lazy}. */
  public ViewQuery update(String when) {
    return with("update", StringNode.valueOf(when));
  }

  /** Returns a query with {@code update_seq} beside the rows. */
  public ViewQuery updateSequence() {
    return with("update_seq", true);
  }

  /** A parameter without a method of its own, as JSON. */
  public ViewQuery parameter(String name, JsonNode value) {
    return with(name, value);
  }

  Optional<ArrayNode> keys() {
    return keys;
  }

  Optional<JsonNode> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /**
   * Returns the request. Keys go into its body; long parameters too, as CouchDB reads 8 kB of a
   * URL.
   */
  Call call(Wire wire, String database) {
    List<String> below = new ArrayList<>(path);
    below.add(0, database);
    SINCE.forEach(
        (name, version) -> {
          if (path.get(0).equals(name)) {
            wire.server().require(wire, version, name);
          }
        });
    boolean isLong = parameters.values().stream().anyMatch(ViewQuery::isLong);
    if (isLong) {
      wire.server()
          .require(
              wire, CouchDbVersion.of(3, 0), "a query with a key of more than 1,000 characters");
      ObjectNode body = JsonNodeFactory.instance.objectNode().setAll(parameters);
      keys.ifPresent(all -> body.set("keys", all));
      return wire.post(below, body).asRepeatable();
    }
    Call call =
        keys.map(all -> wire.post(below, Map.of("keys", all)).asRepeatable())
            .orElse(Call.of("GET", below));
    for (Map.Entry<String, JsonNode> parameter : parameters.entrySet()) {
      call = call.query(parameter.getKey(), text(parameter.getKey(), parameter.getValue()));
    }
    return call;
  }

  private static boolean isLong(JsonNode value) {
    return value.toString().length() > LONG;
  }

  /**
   * The value as CouchDB expects it in a URL: JSON, except for two parameters that it takes as
   * plain text.
   */
  private static String text(String name, JsonNode value) {
    boolean plain = name.endsWith("_docid") || name.equals("update");
    return plain ? value.asString("") : value.toString();
  }

  ViewQuery without(String name) {
    Map<String, JsonNode> fewer = new LinkedHashMap<>(parameters);
    fewer.remove(name);
    return new ViewQuery(path, fewer, keys);
  }

  private ViewQuery with(String name, boolean value) {
    return with(name, JsonNodeFactory.instance.booleanNode(value));
  }

  private ViewQuery with(String name, long value) {
    return with(name, JsonNodeFactory.instance.numberNode(value));
  }

  private ViewQuery with(String name, JsonNode value) {
    Map<String, JsonNode> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new ViewQuery(path, more, keys);
  }
}
