package io.github.chthosting.couchdb.internal;

import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.couchdb.server.UnfinishedException;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Json;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The note of work that fills a database or a shard file, kept in what is filled: a {@code _local}
 * document that is there before the first document and goes after the last. It survives a kill, is
 * seen from every process and host, and is no data ({@link DatabaseContents}).
 *
 * <p>In a database, that of a restore or a rebuild; it belongs to the database and moves with its
 * ranges. In a shard file, that of a plan; it stays where it is.
 *
 * @param work such as {@code restore of medic from /backups/monday}
 * @param of what is written, by name of a backup or a database: the same work has the same
 * @param by this run of the work alone
 * @param process that does it, with its host
 * @param since when
 */
public record WorkMark(String work, String of, String by, String process, String since) {

  /** Begins work; nothing is written. */
  public static WorkMark begin(String work, String of) {
    return new WorkMark(
        work,
        of,
        UUID.randomUUID().toString(),
        ProcessHandle.current().pid() + "@" + host(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** The same as a run that began before. */
  public WorkMark goneOnWith(String run) {
    return new WorkMark(work, of, run, process, since);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Reads what a {@code _local} document says. */
  public static WorkMark of(JsonNode json) {
    return new WorkMark(
        json.path("work").asString("work of another version"),
        json.path("of").asString(""),
        json.path("by").asString(""),
        json.path("process").asString("unknown"),
        json.path("since").asString("unknown"));
  }

  /** The document as it is written. */
  public ObjectNode json() {
    return Json.mapper()
        .createObjectNode()
        .put("work", work)
        .put("of", of)
        .put("by", by)
        .put("process", process)
        .put("since", since);
  }

  /** Returns the mark of a database; empty if nobody fills it, or there is no such database. */
  public static Optional<WorkMark> in(Wire wire, String database) {
    return document(wire, database).map(WorkMark::of);
  }

  private static Optional<JsonNode> document(Wire wire, String database) {
    try {
      return Optional.of(wire.json(call("GET", database)));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /** Marks a database, over what mark it has. */
  public void put(Wire wire, String database) {
    ObjectNode json = json();
    document(wire, database).ifPresent(old -> json.set("_rev", old.path("_rev")));
    wire.run(call("PUT", database).body(wire.body(json)).asRepeatable());
  }

  /** Removes this mark from a database; another's is left. Returns whether it was there. */
  public boolean remove(Wire wire, String database) {
    Optional<JsonNode> own = document(wire, database).filter(found -> of(found).by.equals(by));
    try {
      own.ifPresent(
          found ->
              wire.run(call("DELETE", database).query("rev", found.path("_rev").asString(""))));
      return own.isPresent();
    } catch (NotFoundException e) {
      // An earlier attempt, or the deletion of the database, was faster.
      return true;
    }
  }

  private static Call call(String method, String database) {
    String id = DatabaseContents.MARK_OF_DATABASE.substring("_local/".length());
    return Call.of(method, List.of(database, "_local", id));
  }

  /**
   * Checks that nobody fills a database.
   *
   * @throws UnfinishedException with who does
   */
  public static void requireNone(Wire wire, String database, String operation) {
    in(wire, database)
        .ifPresent(
            mark -> {
              throw mark.unfinished(database, operation);
            });
  }

  /** The refusal to use a database that this work has not finished. */
  public UnfinishedException unfinished(String database, String operation) {
    return new UnfinishedException(
        operation,
        "%s: %s. Nothing was changed. %s".formatted(operation, said(database), WAY_OUT),
        database);
  }

  /** Advice for messages: the ways to get rid of an unfinished mark. */
  public static final String WAY_OUT =
      "Wait for it; if it was cut, run it again (a restore with intoExisting(), a plan from its"
          + " journal), or take the database as it is with UnfinishedWork.forget(database)";

  /** A sentence about a database, without its end. */
  public String said(String database) {
    String kind = work.startsWith("restore") ? "an unfinished restore" : "unfinished work";
    return "%s holds %s (%s)".formatted(database, kind, this);
  }

  @Override
  public String toString() {
    return "%s, begun at %s by process %s".formatted(work, since, process);
  }
}
