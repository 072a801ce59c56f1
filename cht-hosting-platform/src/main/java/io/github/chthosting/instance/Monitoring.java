package io.github.chthosting.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * The CHT's figures of itself. A figure is empty where the server could not read it, for which it
 * writes -1 or an empty text, or does not have it yet.
 *
 * @param app version of the CHT
 * @param couchDb version of CouchDB
 * @param node version of Node.js
 * @param databases the four that the CHT watches, by the server's keys
 * @param uptimeSeconds of api
 * @param sentinelBacklog changes that Sentinel has not seen to
 * @param outboundPushBacklog documents that wait to be sent to other systems
 * @param feedbackCount errors that browsers reported
 * @param conflictCount documents of {@code medic} in conflict
 * @param connectedUsers in the interval asked for, 7 days; from 3.12
 * @param usersOverReplicationLimit users with more than 10,000 documents; from 3.11
 * @param usersFailingToReplicate users whose replication failed in the interval; from 5.2
 */
public record Monitoring(
    Optional<String> app,
    Optional<String> couchDb,
    Optional<String> node,
    List<DatabaseFigures> databases,
    OptionalDouble uptimeSeconds,
    OptionalLong sentinelBacklog,
    OptionalLong outboundPushBacklog,
    OptionalLong feedbackCount,
    OptionalLong conflictCount,
    OptionalLong connectedUsers,
    OptionalLong usersOverReplicationLimit,
    OptionalLong usersFailingToReplicate) {

  /**
   * The figures of one database.
   *
   * @param key the server's word for it: {@code medic}, {@code sentinel}, {@code usersmeta}, {@code
   *     users}
   * @param name of the database
   * @param documents that are not deleted
   * @param deleted tombstones
   * @param fragmentation bytes on disk for each byte in use; with view indexes from 4.12
   * @param activeBytes in use; from 4.12
   * @param fileBytes on disk; from 4.12
   */
  public record DatabaseFigures(
      String key,
      Optional<String> name,
      OptionalLong documents,
      OptionalLong deleted,
      OptionalDouble fragmentation,
      OptionalLong activeBytes,
      OptionalLong fileBytes) {

    static DatabaseFigures of(String key, JsonNode json) {
      return new DatabaseFigures(
          key,
          DeployInfo.text(json, "name"),
          number(json.path("doc_count")),
          number(json.path("doc_del_count")),
          fraction(json.path("fragmentation")),
          number(json.at("/sizes/active")),
          number(json.at("/sizes/file")));
    }
  }

  public Monitoring {
    databases = List.copyOf(databases);
  }

  static Monitoring of(JsonNode json) {
    List<DatabaseFigures> databases = new ArrayList<>();
    json.path("couchdb")
        .properties()
        .forEach(each -> databases.add(DatabaseFigures.of(each.getKey(), each.getValue())));
    JsonNode version = json.path("version");
    return new Monitoring(
        DeployInfo.text(version, "app"),
        DeployInfo.text(version, "couchdb"),
        DeployInfo.text(version, "node"),
        databases,
        fraction(json.at("/date/uptime")),
        number(json.at("/sentinel/backlog")),
        number(json.at("/outbound_push/backlog")),
        number(json.at("/feedback/count")),
        number(json.at("/conflict/count")),
        number(json.at("/connected_users/count")),
        number(json.at("/replication_limit/count")),
        number(json.at("/replication_failure/count")));
  }

  private static OptionalLong number(JsonNode value) {
    return value.isNumber() && value.asLong(0) >= 0
        ? OptionalLong.of(value.asLong(0))
        : OptionalLong.empty();
  }

  private static OptionalDouble fraction(JsonNode value) {
    return value.isNumber() && value.asDouble(0) >= 0
        ? OptionalDouble.of(value.asDouble(0))
        : OptionalDouble.empty();
  }

  /** Returns the version and the backlogs, in one line; {@code ?} for what is unknown. */
  @Override
  public String toString() {
    return "CHT %s, CouchDB %s: Sentinel %s behind, outbound %s, conflicts %s, feedback %s"
        .formatted(
            app.orElse("?"),
            couchDb.orElse("?"),
            text(sentinelBacklog),
            text(outboundPushBacklog),
            text(conflictCount),
            text(feedbackCount));
  }

  private static String text(OptionalLong value) {
    return value.isPresent() ? String.valueOf(value.getAsLong()) : "?";
  }
}
