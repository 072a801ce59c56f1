package io.github.chthosting.testkit.internal.cluster;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The places of the copies of a database's ranges: the content of its document in {@code _dbs}.
 *
 * @param suffix what follows the database in file names: {@code .1700000000}, or nothing
 * @param copies in the order in which a coordinator tries them
 * @param properties {@code props} of the document: {@code partitioned} and {@code hash}
 */
public record ShardMap(
    String database, String suffix, List<ShardCopy> copies, ObjectNode properties) {

  public ShardMap {
    copies = List.copyOf(copies);
  }

  /**
   * Reads a document of {@code _dbs}.
   *
   * @throws IllegalArgumentException if a range is not a range
   */
  public static ShardMap of(String database, JsonNode document) {
    String suffix = suffixOf(document.path("shard_suffix"));
    Set<ShardCopy> byNode = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> node : document.path("by_node").properties()) {
      for (JsonNode range : node.getValue()) {
        byNode.add(copy(node.getKey(), range.asString(""), database, suffix));
      }
    }
    Set<ShardCopy> byRange = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> range : document.path("by_range").properties()) {
      for (JsonNode node : range.getValue()) {
        byRange.add(copy(node.asString(""), range.getKey(), database, suffix));
      }
    }
    // As mem3_util: by_range gives the order, but only when both say the same.
    List<ShardCopy> copies = List.copyOf(byRange.equals(byNode) ? byRange : byNode);
    return new ShardMap(database, suffix, copies, propertiesOf(document));
  }

  private static ShardCopy copy(String node, String range, String database, String suffix) {
    Range parsed = Range.parse(range);
    return new ShardCopy(node, parsed, ShardCopy.fileName(parsed, database, suffix));
  }

  private static ObjectNode propertiesOf(JsonNode document) {
    return document.path("props") instanceof ObjectNode properties
        ? properties
        : JsonNodeFactory.instance.objectNode();
  }

  /** The suffix is a list of character codes in the document, as Erlang prints a string. */
  private static String suffixOf(JsonNode suffix) {
    StringBuilder text = new StringBuilder();
    if (suffix.isString()) {
      text.append(suffix.asString(""));
    } else {
      suffix.forEach(code -> text.append((char) code.asInt(0)));
    }
    return text.toString();
  }

  /** The document that CouchDB writes when a database is created. */
  public ObjectNode toDocument() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    suffix.chars().forEach(document.putArray("shard_suffix")::add);
    ArrayNode changelog = document.putArray("changelog");
    Map<Range, Set<String>> byRange = new TreeMap<>();
    Map<String, Set<Range>> byNode = new TreeMap<>();
    for (ShardCopy copy : copies) {
      byRange.computeIfAbsent(copy.range(), range -> new TreeSet<>()).add(copy.node());
      byNode.computeIfAbsent(copy.node(), node -> new TreeSet<>()).add(copy.range());
    }
    byRange.forEach(
        (range, nodes) ->
            nodes.forEach(node -> changelog.addArray().add("add").add(range.toString()).add(node)));
    putLists(document.putObject("by_node"), byNode);
    putLists(document.putObject("by_range"), byRange);
    document.set("props", properties.deepCopy());
    return document;
  }

  private static void putLists(ObjectNode target, Map<?, ? extends Set<?>> lists) {
    lists.forEach(
        (key, values) -> {
          ArrayNode array = target.putArray(key.toString());
          values.forEach(value -> array.add(value.toString()));
        });
  }

  public boolean isPartitioned() {
    return properties.path("partitioned").asBoolean(false);
  }

  /** The hash that decides which range a document is in. */
  public long hashOf(String documentId) {
    int colon = documentId.indexOf(':');
    boolean byPartition = isPartitioned() && colon > 0 && !documentId.startsWith("_design/");
    return Range.hash(byPartition ? documentId.substring(0, colon) : documentId);
  }

  /** The copies that hold a document. */
  public List<ShardCopy> copiesOf(String documentId) {
    long hash = hashOf(documentId);
    return copies.stream().filter(copy -> copy.range().contains(hash)).toList();
  }

  /** The copies of exactly that range. */
  public List<ShardCopy> copiesOf(Range range) {
    return copies.stream().filter(copy -> copy.range().equals(range)).toList();
  }

  /** The ranges, ascending. */
  public List<Range> ranges() {
    return List.copyOf(new TreeSet<>(copies.stream().map(ShardCopy::range).toList()));
  }

  /** Copies of the range that contains a hash of 0 of a design document, as CouchDB counts n. */
  public int copiesPerRange() {
    return copiesOf("_design/foo").size();
  }

  /** The most copies that any range has: {@code cluster.n} of the database's info. */
  public int mostCopies() {
    return ranges().stream().mapToInt(range -> copiesOf(range).size()).max().orElse(0);
  }

  /** Majority of the copies. */
  public int quorum() {
    return copiesPerRange() / 2 + 1;
  }

  /**
   * Ranges that cover the hash space without overlap, out of those that {@code usable} copies have;
   * empty if they leave a hole. Where several start at one place the largest is taken.
   */
  public List<Range> ring(Predicate<ShardCopy> usable) {
    Set<Range> ranges = new TreeSet<>();
    copies.stream().filter(usable).forEach(copy -> ranges.add(copy.range()));
    return Ring.cover(ranges);
  }

  /** The seconds in the suffix, which CouchDB gives as {@code instance_start_time}. */
  public String creationTime() {
    return suffix.startsWith(".") ? suffix.substring(1) : "0";
  }
}
