package io.github.chthosting.couchdb;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * Work that a node does in the background.
 *
 * @param type {@code indexer}, {@code database_compaction}, {@code view_compaction}, {@code
 *     replication}, {@code search_indexer}
 * @param node that does it
 * @param database or shard that it is done to; empty if it does not say
 * @param design the design document, of an index
 * @param progress percent done, if it says so
 * @param startedOn when it started
 * @param updatedOn when it last said something
 * @param json all that CouchDB says of it
 */
public record ActiveTask(
    String type,
    String node,
    String database,
    Optional<String> design,
    OptionalInt progress,
    Instant startedOn,
    Instant updatedOn,
    JsonNode json) {

  static ActiveTask of(JsonNode json) {
    JsonNode progress = json.path("progress");
    return new ActiveTask(
        json.path("type").asString(""),
        json.path("node").asString(""),
        json.path("database").asString(""),
        Optional.ofNullable(json.path("design_document").stringValue(null)),
        progress.isInt() ? OptionalInt.of(progress.asInt(0)) : OptionalInt.empty(),
        Instant.ofEpochSecond(json.path("started_on").asLong(0)),
        Instant.ofEpochSecond(json.path("updated_on").asLong(0)),
        json);
  }
}
