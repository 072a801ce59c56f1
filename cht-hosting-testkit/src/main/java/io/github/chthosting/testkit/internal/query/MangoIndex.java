package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.store.DocumentStore;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An index of type {@code json}, as a design document names it.
 *
 * @param ddoc with {@code _design/}; null for {@code _all_docs}
 * @param fields its columns' names, in order
 */
record MangoIndex(@Nullable String ddoc, String name, List<String> fields, JsonNode partial) {
  /** The index that every database has. */
  static final MangoIndex ALL_DOCS =
      new MangoIndex(null, "_all_docs", List.of("_id"), JsonNodeFactory.instance.objectNode());

  boolean isSpecial() {
    return ddoc == null;
  }

  /** All of a database, without the special one. */
  static List<MangoIndex> of(DocumentStore store) {
    List<MangoIndex> found = new ArrayList<>();
    Iterator<StoredDocument> designs =
        store.documents(new IdRange("_design/", "_design0", false, false));
    while (designs.hasNext()) {
      StoredDocument design = designs.next();
      ObjectNode body = design.winner().body().tree();
      if (body.path("language").asString("").equals("query")) {
        body.path("views").properties().stream()
            .sorted(Map.Entry.comparingByKey())
            .forEach(v -> found.add(index(design.id(), v.getKey(), v.getValue().path("map"))));
      }
    }
    return found;
  }

  private static MangoIndex index(String ddoc, String name, JsonNode map) {
    List<String> fields = new ArrayList<>();
    map.path("fields").properties().forEach(field -> fields.add(field.getKey()));
    return new MangoIndex(ddoc, name, fields, map.path("partial_filter_selector"));
  }

  /**
   * Returns whether a query may use it: its columns are in every match, and it is in the wanted
   * order.
   */
  boolean serves(Selector selector, List<String> sort) {
    if (isSpecial()) {
      boolean byId = selector.required().contains(List.of("_id"));
      return sort.isEmpty() || (byId && sort.equals(fields));
    }
    if (fields.stream().anyMatch(FieldPath::isIllegal)) {
      return false;
    }
    Set<List<String>> required = new HashSet<>(selector.required());
    required.add(List.of("_id"));
    required.add(List.of("_rev"));
    sort.forEach(field -> required.add(FieldPath.parse(field)));
    boolean covered = fields.stream().allMatch(field -> required.contains(FieldPath.parse(field)));
    return covered && isSortedBy(sort, selector) && !fields.isEmpty();
  }

  private boolean isSortedBy(List<String> sort, Selector selector) {
    if (startsWith(fields, sort)) {
      return true;
    }
    List<String> varying = varying(fields, selector);
    return startsWith(varying, varying(sort, selector));
  }

  private static List<String> varying(List<String> names, Selector selector) {
    Set<List<String>> constant = selector.constant();
    return names.stream().filter(name -> !constant.contains(FieldPath.parse(name))).toList();
  }

  private static boolean startsWith(List<String> all, List<String> first) {
    return all.size() >= first.size() && all.subList(0, first.size()).equals(first);
  }

  /** Returns whether the document has all its columns and is of its part, and so is in it. */
  boolean holds(ObjectNode document) {
    if (partial instanceof ObjectNode only && !Selector.parse(only).matches(document)) {
      return false;
    }
    return fields.stream().allMatch(f -> FieldPath.get(document, FieldPath.parse(f)) != null);
  }

  /** The index as {@code _index} lists it. */
  ObjectNode describe() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("ddoc", ddoc).put("name", name);
    json.put("type", isSpecial() ? "special" : "json");
    if (!isSpecial()) {
      json.put("partitioned", false);
    }
    ObjectNode definition = json.putObject("def");
    ArrayNode columns = definition.putArray("fields");
    fields.forEach(field -> columns.addObject().put(field, "asc"));
    if (!partial.isEmpty()) {
      definition.set("partial_filter_selector", partial);
    }
    return json;
  }
}
