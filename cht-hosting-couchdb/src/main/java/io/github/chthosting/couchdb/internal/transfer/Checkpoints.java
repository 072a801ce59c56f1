package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.server.ConflictException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The checkpoints of a replication: a {@code _local} document on both sides, in CouchDB's form, so
 * that either can go on where the other stopped. Protocol: the manual's "Replication Protocol", and
 * {@code do_checkpoint}, {@code compare_replication_logs} in couch_replicator_scheduler_job.erl.
 * Not thread-safe.
 */
public final class Checkpoints {
  private static final int HISTORY = 50;
  private static final int ID_VERSION = 4;

  private final Database source;
  private final Database target;
  private final String id;
  private final String session = UUID.randomUUID().toString().replace("-", "");
  private final String started = now();
  private Optional<Document> onSource = Optional.empty();
  private Optional<Document> onTarget = Optional.empty();
  private JsonNode history = JsonNodeFactory.instance.arrayNode();
  private JsonNode start = JsonNodeFactory.instance.numberNode(0);

  public Checkpoints(Database source, Database target, String replicationId) {
    this.source = source;
    this.target = target;
    this.id = "_local/" + replicationId;
  }

  private static String now() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
  }

  /** The sequence up to which both sides agree that everything was carried; empty if none. */
  public Optional<String> find() {
    onSource = source.find(id);
    onTarget = target.find(id);
    if (onSource.isPresent() && onTarget.isPresent()) {
      agree(onSource.get().json(), onTarget.get().json());
    }
    return start.isString() || start.asLong(0) > 0
        ? Optional.of(start.asString(""))
        : Optional.empty();
  }

  private void agree(JsonNode left, JsonNode right) {
    if (left.path("session_id").equals(right.path("session_id"))) {
      start = left.path("source_last_seq");
      history = left.path("history");
      return;
    }
    // The last checkpoint reached one side only: the newest session that both know counts.
    Set<String> known = new HashSet<>();
    right.path("history").forEach(entry -> known.add(entry.path("session_id").asString("")));
    for (JsonNode entry : left.path("history")) {
      if (known.contains(entry.path("session_id").asString(""))) {
        start = entry.path("recorded_seq");
        history = left.path("history");
        return;
      }
    }
  }

  /**
   * Records that everything up to {@code sequence} is in the target.
   *
   * @throws HostingException if another process has recorded something meanwhile
   */
  public void save(String sequence, Tally tally) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("session_id", session);
    body.put("source_last_seq", sequence);
    body.put("replication_id_version", ID_VERSION);
    ArrayNode entries = body.putArray("history");
    entries.add(entry(sequence, tally));
    for (JsonNode entry : history) {
      if (entries.size() < HISTORY && !entry.path("session_id").asString("").equals(session)) {
        entries.add(entry);
      }
    }
    onSource = Optional.of(put(source, onSource, body));
    onTarget = Optional.of(put(target, onTarget, body));
  }

  private ObjectNode entry(String sequence, Tally tally) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("session_id", session).put("start_time", started).put("end_time", now());
    entry.set("start_last_seq", start);
    return entry
        .put("end_last_seq", sequence)
        .put("recorded_seq", sequence)
        .put("missing_checked", tally.checked.sum())
        .put("missing_found", tally.found.sum())
        .put("docs_read", tally.read.sum())
        .put("docs_written", tally.written.sum())
        .put("doc_write_failures", tally.refused.sum());
  }

  private Document put(Database database, Optional<Document> present, ObjectNode body) {
    Document document = Document.of(body.deepCopy().put("_id", id));
    present.flatMap(Document::rev).ifPresent(document::rev);
    try {
      return document.rev(database.put(document));
    } catch (ConflictException e) {
      return resolved(database, document, e);
    }
  }

  /** A write whose answer was lost is found done; anything else is somebody else's. */
  private Document resolved(Database database, Document document, ConflictException conflict) {
    Optional<Document> present = database.find(id);
    if (present.filter(other -> other.get("session_id").asString("").equals(session)).isPresent()) {
      return put(database, present, document.json());
    }
    throw new HostingException(
        "checkpoint " + id,
        "another replication writes the checkpoint "
            + id
            + " of "
            + database.name()
            + ". This one has stopped; what it carried stays. Let only one run.",
        false,
        conflict);
  }
}
