package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A database's document in {@code _dbs}: which node holds which range. {@code by_range} and {@code
 * by_node} say the same twice, and {@code changelog} how it came about.
 */
public record MapDocument(ObjectNode json) {

  /** The map as the node has it that answers. */
  public static MapDocument read(Wire wire, String database) {
    return read(wire, "_local", database);
  }

  static MapDocument read(Wire wire, String node, String database) {
    return new MapDocument((ObjectNode) wire.json(Call.of("GET", "_node", node, "_dbs", database)));
  }

  /** The nodes of each range. */
  public SortedMap<String, SortedSet<String>> ranges() {
    SortedMap<String, SortedSet<String>> ranges = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : json.path("by_range").properties()) {
      SortedSet<String> nodes = new TreeSet<>();
      entry.getValue().forEach(node -> nodes.add(node.asString("")));
      ranges.put(entry.getKey(), nodes);
    }
    return ranges;
  }

  /**
   * Returns whether {@code by_node} says the same as {@code by_range}, and no range has a node
   * twice.
   */
  public boolean isConsistent() {
    SortedMap<String, SortedSet<String>> turned = new TreeMap<>();
    int entries = 0;
    for (Map.Entry<String, JsonNode> entry : json.path("by_node").properties()) {
      for (JsonNode range : entry.getValue()) {
        turned.computeIfAbsent(range.asString(""), any -> new TreeSet<>()).add(entry.getKey());
        entries++;
      }
    }
    int listed = 0;
    for (JsonNode nodes : json.path("by_range")) {
      listed += nodes.size();
    }
    int copies = ranges().values().stream().mapToInt(nodes -> nodes.size()).sum();
    return turned.equals(ranges()) && entries == copies && listed == copies;
  }

  /** The same with {@code by_node} as {@code by_range} has it, each copy once. */
  public MapDocument consistent() {
    ObjectNode edited = json.deepCopy();
    ObjectNode byNode = edited.putObject("by_node");
    ObjectNode byRange = edited.putObject("by_range");
    ranges()
        .forEach(
            (range, nodes) ->
                nodes.forEach(
                    node -> {
                      put(byNode, node, range);
                      put(byRange, range, node);
                    }));
    return new MapDocument(edited);
  }

  /** The ranges that a node holds, by either half. */
  public SortedSet<String> rangesOf(String node) {
    SortedSet<String> held = new TreeSet<>();
    json.path("by_node").path(node).forEach(range -> held.add(range.asString("")));
    ranges().forEach((range, nodes) -> addIf(nodes.contains(node), held, range));
    return held;
  }

  private static void addIf(boolean wanted, SortedSet<String> texts, String text) {
    if (wanted) {
      texts.add(text);
    }
  }

  /** The same with these copies of one node under another name, in the changelog too. */
  public MapDocument renamed(String from, String to, Set<String> some) {
    ObjectNode edited = json.deepCopy();
    for (String range : some) {
      if (edited.path("by_range").get(range) instanceof ArrayNode nodes) {
        rename(nodes, from, to);
      }
      if (texts(edited.path("by_node").path(from)).contains(range)) {
        take(edited.withObject("/by_node"), from, range);
        put(edited.withObject("/by_node"), to, range);
      }
    }
    for (JsonNode entry : edited.path("changelog")) {
      if (!Collections.disjoint(texts(entry), some)) {
        rename((ArrayNode) entry, from, to);
      }
    }
    return new MapDocument(edited);
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(text -> texts.add(text.asString("")));
    return texts;
  }

  private static void rename(ArrayNode texts, String from, String to) {
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).asString("").equals(from)) {
        texts.set(i, to);
      }
    }
  }

  public String database() {
    return json.path("_id").asString("");
  }

  public String rev() {
    return json.path("_rev").asString("");
  }

  /** {@code .1795334423}, which CouchDB has as an array of characters. */
  public String suffix() {
    StringBuilder suffix = new StringBuilder();
    json.path("shard_suffix").forEach(character -> suffix.append((char) character.asInt(0)));
    return suffix.toString();
  }

  /** The name of the file of a range. */
  public String file(String range) {
    return "shards/" + range + "/" + database() + suffix();
  }

  /** Returns whether the part of an id before {@code :} alone says the range. */
  public boolean isPartitioned() {
    return json.path("props").path("partitioned").asBoolean(false);
  }

  /** Returns whether another hash than those that {@code IdHash} knows says the range. */
  public boolean hasItsOwnHash() {
    return json.path("props").has("hash") && !isPartitioned();
  }

  /** Returns whether it has this copy. */
  public boolean has(Placement placement) {
    SortedSet<String> nodes = ranges().get(placement.range());
    return nodes != null && nodes.contains(placement.node());
  }

  /** The same with copies added; those that it has already are left alone. */
  public MapDocument with(Collection<Placement> placements) {
    ObjectNode edited = json.deepCopy();
    for (Placement placement : placements) {
      if (!has(placement)) {
        put(edited.withObject("/by_range"), placement.range(), placement.node());
        put(edited.withObject("/by_node"), placement.node(), placement.range());
        log(edited, "add", placement);
      }
    }
    return new MapDocument(edited);
  }

  /**
   * The same without these copies; those that it does not have are left alone.
   *
   * @throws IllegalStateException if a range would be left without a copy
   */
  public MapDocument without(Collection<Placement> placements) {
    ObjectNode edited = json.deepCopy();
    for (Placement placement : placements) {
      if (has(placement)) {
        drop(edited, placement.range(), placement.node());
      }
    }
    MapDocument result = new MapDocument(edited);
    if (!result.ranges().keySet().equals(ranges().keySet())) {
      throw new IllegalStateException(
          "the map of " + database() + " would lose a range without " + placements);
    }
    return result;
  }

  /** The same without these ranges, which others cover. */
  public MapDocument withoutRanges(Collection<String> ranges) {
    ObjectNode edited = json.deepCopy();
    ranges().entrySet().stream()
        .filter(entry -> ranges.contains(entry.getKey()))
        .forEach(entry -> entry.getValue().forEach(it -> drop(edited, entry.getKey(), it)));
    return new MapDocument(edited);
  }

  private static void drop(ObjectNode edited, String range, String node) {
    take(edited.withObject("/by_range"), range, node);
    take(edited.withObject("/by_node"), node, range);
    log(edited, "delete", new Placement(range, node));
  }

  private static void put(ObjectNode object, String key, String value) {
    JsonNode list = object.get(key);
    ArrayNode values = list instanceof ArrayNode array ? array : object.putArray(key);
    values.add(value);
  }

  private static void take(ObjectNode object, String key, String value) {
    ArrayNode kept = object.arrayNode();
    object.path(key).forEach(item -> addUnless(kept, item, value));
    if (kept.isEmpty()) {
      object.remove(key);
    } else {
      object.set(key, kept);
    }
  }

  private static void addUnless(ArrayNode kept, JsonNode item, String value) {
    if (!item.asString("").equals(value)) {
      kept.add(item);
    }
  }

  private static void log(ObjectNode edited, String what, Placement placement) {
    edited.withArray("changelog").addArray().add(what).add(placement.range()).add(placement.node());
  }
}
