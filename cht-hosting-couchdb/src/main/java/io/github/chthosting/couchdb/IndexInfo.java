package io.github.chthosting.couchdb;

import tools.jackson.databind.JsonNode;

/**
 * The index of a design document's views.
 *
 * @param signature of its code: the name of its files; another design document with the same views
 *     has the same
 * @param language such as {@code javascript}
 * @param sizes bytes
 * @param updating whether it is being brought up to date
 * @param compacting whether it is being compacted
 * @param waitingClients requests that wait for it
 * @param json all that CouchDB says of it
 */
public record IndexInfo(
    String signature,
    String language,
    DatabaseInfo.Sizes sizes,
    boolean updating,
    boolean compacting,
    int waitingClients,
    JsonNode json) {

  static IndexInfo of(JsonNode json) {
    return new IndexInfo(
        json.path("signature").asString(""),
        json.path("language").asString(""),
        DatabaseInfo.sizes(json.path("sizes")),
        json.path("updater_running").asBoolean(false),
        json.path("compact_running").asBoolean(false),
        json.path("waiting_clients").asInt(0),
        json);
  }
}
