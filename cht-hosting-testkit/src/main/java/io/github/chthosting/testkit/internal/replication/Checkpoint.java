package io.github.chthosting.testkit.internal.replication;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The progress of a replication, in {@code _local/ID} of both databases as CouchDB's replicator
 * writes it. Used by one thread.
 */
final class Checkpoint {
  private static final int HISTORY = 50;
  private static final DateTimeFormatter FORMAT = DateTimeFormatter.RFC_1123_DATE_TIME;

  private final Wish wish;
  private final String path;
  private final String session = Digests.fresh();
  private final ZonedDateTime begun = ZonedDateTime.now(ZoneOffset.UTC);
  private final JsonNode old;
  private final String start;

  Checkpoint(Wish wish, String id) throws InterruptedException {
    this.wish = wish;
    this.path = "_local/" + id;
    Peer.Reply atSource = wish.source().get(path);
    Peer.Reply atTarget = wish.target().get(path);
    boolean both = atSource.status() == 200 && atTarget.status() == 200;
    Optional<JsonNode> common = both ? common(atSource.json(), atTarget.json()) : Optional.empty();
    old =
        common.isPresent() ? atSource.json().path("history") : JsonNodeFactory.instance.arrayNode();
    JsonNode told = wish.filters().path("since_seq");
    start = common.map(entry -> text(entry.get("recorded_seq"))).orElse(told.asString("0"));
  }

  /** The last session that both know; what was done after it may be lost on one side. */
  private static Optional<JsonNode> common(JsonNode source, JsonNode target) {
    for (JsonNode entry : source.path("history")) {
      for (JsonNode other : target.path("history")) {
        if (entry.path("session_id").equals(other.path("session_id"))) {
          return Optional.of(entry);
        }
      }
    }
    return Optional.empty();
  }

  static String text(JsonNode seq) {
    return seq.asString("");
  }

  /** The sequence of the source to go on from. */
  String start() {
    return start;
  }

  String session() {
    return session;
  }

  JsonNode oldHistory() {
    return old;
  }

  /** Writes it to both, and gives what a one-shot replication answers. */
  ObjectNode save(JsonNode last, Counters counters) throws InterruptedException {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("session_id", session).set("source_last_seq", last);
    document.put("replication_id_version", 4);
    if (wish.filters().has("doc_ids")) {
      document.setAll(figures(counters));
    }
    ArrayNode history = document.putArray("history");
    history.add(entry(last, counters));
    for (JsonNode entry : old) {
      if (history.size() < HISTORY) {
        history.add(entry);
      }
    }
    write(wish.source(), document);
    write(wish.target(), document);
    return document;
  }

  /** Returns what CouchDB tells again at the top where documents were named. */
  private ObjectNode figures(Counters counters) {
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    figures.put("start_time", begun.format(FORMAT)).put("end_time", now());
    ObjectNode history = counters.history();
    for (String name : new String[] {"docs_read", "docs_written", "doc_write_failures"}) {
      figures.set(name, history.get(name));
    }
    return figures;
  }

  private static String now() {
    return ZonedDateTime.now(ZoneOffset.UTC).format(FORMAT);
  }

  private ObjectNode entry(JsonNode last, Counters counters) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode().put("session_id", session);
    entry.put("start_time", begun.format(FORMAT)).put("end_time", now());
    if (start.equals("0")) {
      entry.put("start_last_seq", 0);
    } else {
      entry.put("start_last_seq", start);
    }
    entry.set("end_last_seq", last);
    entry.set("recorded_seq", last);
    return entry.setAll(counters.history());
  }

  // A source that may not be written to keeps no checkpoint: the next run reads all again.
  private void write(Peer peer, ObjectNode document) throws InterruptedException {
    ObjectNode body = document.deepCopy();
    Peer.Reply present = peer.get(path);
    if (present.status() == 200) {
      body.set("_rev", present.json().get("_rev"));
    }
    var unused = peer.send("PUT", path, body);
  }
}
