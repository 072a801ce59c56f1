package io.github.chthosting.couchdb;

import io.github.chthosting.HostingException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The figures that CouchDB tells of a database, or of one shard of it.
 *
 * @param name its name
 * @param documents documents, design documents included
 * @param deleted deleted documents that are still remembered
 * @param updateSequence where its changes are; opaque, do not compare or parse
 * @param purgeSequence where its purges are; opaque
 * @param sizes bytes
 * @param cluster how it is spread; empty for a shard
 * @param partitioned see {@link DatabaseOptions#partitioned()}
 * @param compacting whether a compaction runs
 * @param instanceStartTime microseconds since 1970 of its creation where the server knows them,
 *     else {@code 0}
 */
public record DatabaseInfo(
    String name,
    long documents,
    long deleted,
    String updateSequence,
    String purgeSequence,
    Sizes sizes,
    Optional<Spread> cluster,
    boolean partitioned,
    boolean compacting,
    String instanceStartTime) {

  /**
   * The bytes of a database, of all ranges, one copy each.
   *
   * @param file on disk
   * @param active that would be left after a compaction
   * @param external of the documents' JSON and attachments, uncompressed
   */
  public record Sizes(long file, long active, long external) {}

  /**
   * The spread of a database over its cluster.
   *
   * @param q ranges
   * @param n copies of a range
   * @param w copies that must have written before a write is acknowledged
   * @param r copies that must agree on a read
   */
  public record Spread(int q, int n, int w, int r) {}

  /**
   * Reads the answer of {@code GET /{db}}.
   *
   * @throws HostingException if it does not say how many documents there are: a database must not
   *     be taken for empty because something else has answered
   */
  public static DatabaseInfo of(JsonNode json) {
    JsonNode count = json.path("doc_count");
    if (!count.isIntegralNumber() || count.asLong(-1) < 0) {
      throw new HostingException(
          "reading the information about a database",
          "the answer has no number of documents. Check that this is CouchDB, and that no proxy changes its answers.",
          false,
          null);
    }
    return new DatabaseInfo(
        json.path("db_name").asString(""),
        json.path("doc_count").asLong(0),
        json.path("doc_del_count").asLong(0),
        json.path("update_seq").asString(""),
        json.path("purge_seq").asString(""),
        sizes(json.path("sizes")),
        json.has("cluster") ? Optional.of(spread(json.get("cluster"))) : Optional.empty(),
        json.path("props").path("partitioned").asBoolean(false),
        json.path("compact_running").asBoolean(false),
        json.path("instance_start_time").asString(""));
  }

  static Sizes sizes(JsonNode sizes) {
    return new Sizes(
        sizes.path("file").asLong(0),
        sizes.path("active").asLong(0),
        sizes.path("external").asLong(0));
  }

  private static Spread spread(JsonNode cluster) {
    return new Spread(
        cluster.path("q").asInt(0),
        cluster.path("n").asInt(0),
        cluster.path("w").asInt(0),
        cluster.path("r").asInt(0));
  }
}
