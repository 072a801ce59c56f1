package io.github.chthosting.couchdb.replication;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.ConflictException;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A replicator database and the scheduler that reads it. */
final class ScheduledReplicator implements Replicator {
  /** The beginning of the id under which the definition of a paused job is kept. */
  static final String PAUSED = "_local/cht-hosting-paused-";

  private static final CouchDbVersion SCHEDULER = CouchDbVersion.of(2, 1);

  /** The options that came with a version; older ones take no notice of them. */
  private static final Map<String, CouchDbVersion> SINCE =
      Map.of(
          "create_target_params", CouchDbVersion.of(2, 2),
          "use_bulk_get", CouchDbVersion.of(3, 3),
          "winning_revs_only", CouchDbVersion.of(3, 3));

  private final CouchDb couch;
  private final Wire wire;
  private final Database database;

  ScheduledReplicator(CouchDb couch, String database) {
    this.couch = couch;
    this.wire = Wire.of(couch);
    this.database = couch.database(database);
  }

  @Override
  public String database() {
    return database.name();
  }

  @Override
  public ReplicationJob start(String id, Replication replication) {
    requireScheduler();
    requireOptions(replication.options());
    database.createIfAbsent(DatabaseOptions.defaults());
    ScheduledJob job = new ScheduledJob(this, id);
    Optional<Document> present = document(id);
    if (present.isEmpty()) {
      database.put(written(id, replication));
    } else if (!JobDocument.read(id, present.get().json()).equals(replication)) {
      throw new ConflictException(
          "starting job " + id,
          "job %s of %s is there and does something else. It was left untouched; change it, or take another id."
              .formatted(id, database.name()),
          "conflict",
          "another replication has this id");
    }
    forgetPaused(id);
    return job;
  }

  @Override
  public Optional<ReplicationJob> find(String id) {
    requireScheduler();
    boolean known = document(id).isPresent() || document(PAUSED + id).isPresent();
    return known ? Optional.of(new ScheduledJob(this, id)) : Optional.empty();
  }

  @Override
  public List<String> ids() {
    requireScheduler();
    TreeSet<String> all = new TreeSet<>(documents());
    all.addAll(paused());
    return List.copyOf(all);
  }

  @Override
  public ReplicatorStatus observe() {
    requireScheduler();
    return new SchedulerReader(wire, database.name()).read(documents(), paused());
  }

  Document written(String id, Replication replication) {
    requireOptions(replication.options());
    ObjectNode json = JobDocument.write(replication, couch.info().version());
    json.put("_id", id);
    return Document.of(json);
  }

  Database replicatorDatabase() {
    return database;
  }

  /** Returns a job's document, or that of a paused one. */
  Optional<Document> document(String id) {
    return database.find(id);
  }

  void forgetPaused(String id) {
    try {
      Optional<String> rev = document(PAUSED + id).flatMap(Document::rev);
      rev.ifPresent(present -> database.delete(PAUSED + id, present));
    } catch (NotFoundException e) {
      // Somebody else was faster.
    }
  }

  private void requireOptions(ObjectNode options) {
    SINCE.forEach(
        (option, version) -> {
          if (options.has(option) && options.path(option).asBoolean(true)) {
            wire.server().require(wire, version, "the option " + option);
          }
        });
  }

  private void requireScheduler() {
    wire.server().require(wire, SCHEDULER, "the replication scheduler");
  }

  private List<String> documents() {
    List<String> ids = new ArrayList<>();
    for (JsonNode row : rows("_all_docs")) {
      String id = row.path("id").asString("");
      if (!id.startsWith("_design/")) {
        ids.add(id);
      }
    }
    return ids;
  }

  private List<String> paused() {
    List<String> ids = new ArrayList<>();
    for (JsonNode row : rows("_local_docs")) {
      String id = row.path("id").asString("");
      if (id.startsWith(PAUSED)) {
        ids.add(id.substring(PAUSED.length()));
      }
    }
    return ids;
  }

  private JsonNode rows(String view) {
    try {
      return database.request("GET", view).json().path("rows");
    } catch (NotFoundException e) {
      // No replicator database: no jobs.
      return wire.mapper().createArrayNode();
    }
  }

  @Override
  public String toString() {
    return "Replicator[" + database.name() + "]";
  }
}
