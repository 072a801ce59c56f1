package io.github.chthosting.couchdb.verification;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.compare.Counts;
import io.github.chthosting.couchdb.internal.compare.DatabaseComparison;
import io.github.chthosting.couchdb.internal.compare.LeafSum;
import io.github.chthosting.couchdb.internal.compare.LocalDocuments;
import io.github.chthosting.couchdb.internal.compare.RangeSums;
import io.github.chthosting.couchdb.internal.compare.Uncarried;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.operation.WorkContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contents of a database, small enough to write down: by range the counts and a sum of 128 bits
 * of all leaf revisions; {@code _security} and limits; a hash of each {@code _local} document that
 * is data.
 *
 * @param database its name
 * @param partitioned whether the part of an id before {@code :} alone says the range
 * @param ranges what each range holds
 * @param settings {@code _security} and limits, as JSON text by name
 * @param locals hashes of {@code _local} documents by id, checkpoints and purge marks left out
 */
public record Fingerprint(
    String database,
    boolean partitioned,
    List<Range> ranges,
    Map<String, String> settings,
    Map<String, String> locals) {
  public Fingerprint {
    ranges = List.copyOf(ranges);
    settings = Map.copyOf(settings);
    locals = Map.copyOf(locals);
  }

  /**
   * The contents of one range.
   *
   * @param range hashes of document ids
   * @param documents not deleted, design documents included
   * @param deleted documents that are deleted
   * @param leaves leaf revisions
   * @param designs design documents
   * @param sum of all leaves, 32 hexadecimal digits
   */
  public record Range(
      ShardRange range, long documents, long deleted, long leaves, long designs, String sum) {
    public Range {
      if (!sum.matches("[0-9a-f]{32}")) {
        throw new IllegalArgumentException("a sum is 32 hexadecimal digits, not " + sum);
      }
    }
  }

  static Fingerprint of(Database database, WorkContext context) {
    boolean partitioned = database.info().partitioned();
    RangeSums sums = new RangeSums(RangeSums.rangesOf(database), partitioned);
    DatabaseComparison.sum(database, sums, context);
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < sums.ranges().size(); i++) {
      ranges.add(range(sums.ranges().get(i), sums.sum(i)));
    }
    return new Fingerprint(
        database.name(),
        partitioned,
        ranges,
        Uncarried.of(database),
        LocalDocuments.of(database).own());
  }

  private static Range range(ShardRange range, LeafSum sum) {
    Counts counts = sum.counts();
    return new Range(
        range, counts.documents(), counts.deleted(), counts.leaves(), counts.designs(), sum.text());
  }

  RangeSums sums() {
    RangeSums sums = new RangeSums(ranges.stream().map(Range::range).toList(), partitioned);
    for (int i = 0; i < ranges.size(); i++) {
      Range one = ranges.get(i);
      Counts counts = new Counts(one.documents, one.deleted, one.leaves, one.designs);
      sums.set(i, LeafSum.of(counts, one.sum));
    }
    return sums;
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("database", database).put("partitioned", partitioned);
    ArrayNode all = json.putArray("ranges");
    for (Range one : ranges) {
      all.addObject()
          .put("range", one.range.toString())
          .put("documents", one.documents)
          .put("deleted", one.deleted)
          .put("leaves", one.leaves)
          .put("designs", one.designs)
          .put("sum", one.sum);
    }
    texts(json.putObject("settings"), settings);
    texts(json.putObject("locals"), locals);
    return json;
  }

  private static void texts(ObjectNode json, Map<String, String> values) {
    new TreeMap<>(values).forEach(json::put);
  }

  static Fingerprint of(JsonNode json) {
    List<Range> ranges = new ArrayList<>();
    for (JsonNode one : json.path("ranges")) {
      ranges.add(
          new Range(
              ShardRange.parse(one.path("range").asString("")),
              one.path("documents").asLong(0),
              one.path("deleted").asLong(0),
              one.path("leaves").asLong(0),
              one.path("designs").asLong(0),
              one.path("sum").asString("")));
    }
    return new Fingerprint(
        json.path("database").asString(""),
        json.path("partitioned").asBoolean(false),
        ranges,
        texts(json.path("settings")),
        texts(json.path("locals")));
  }

  private static Map<String, String> texts(JsonNode json) {
    Map<String, String> values = new TreeMap<>();
    json.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asString("")));
    return values;
  }
}
