package io.github.chthosting.couchdb.internal.restore;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.backup.report.TargetNotEmptyException;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.internal.shards.CopyTotals;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.UnfinishedException;
import io.github.chthosting.http.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A database that is restored into. Used by one thread. */
final class Target {
  private final Database database;
  private final DatabaseManifest manifest;
  private final RestoreOptions options;
  private final Wire wire;
  private final WorkMark mark;

  /**
   * @param backup where it is, for a person
   * @param id the backup's own
   */
  Target(
      Database database,
      DatabaseManifest manifest,
      RestoreOptions options,
      String backup,
      String id) {
    this.database = database;
    this.manifest = manifest;
    this.options = options;
    this.wire = Wire.of(database);
    this.mark = WorkMark.begin("restore of " + manifest.name() + " from " + backup, id);
  }

  String name() {
    return database.name();
  }

  Database database() {
    return database;
  }

  /**
   * Checks that nothing is overwritten, and that no other work fills it. A restore of the same
   * backup that was cut is gone on with, if that is allowed.
   *
   * @throws TargetNotEmptyException if the database holds documents and was not allowed to
   * @throws UnfinishedException if other work, or without {@code intoExisting()} a restore, is
   *     under way in it or was cut
   */
  void requireFree() {
    Optional<WorkMark> other = WorkMark.in(wire, name());
    boolean goneOnWith =
        options.intoExisting() && other.map(WorkMark::of).equals(Optional.of(mark.of()));
    if (other.isPresent() && !goneOnWith) {
      throw other.get().unfinished(name(), operation());
    }
    requireEmpty();
  }

  private String operation() {
    return "restore of " + manifest.name();
  }

  private void requireEmpty() {
    if (options.intoExisting() || !database.exists() || isEmpty()) {
      return;
    }
    CopyTotals totals = CopyTotals.of(wire, name());
    throw new TargetNotEmptyException(
        operation(),
        ("%s holds %d documents and %d deleted ones. Nothing was written: restore under another "
                + "name, delete it, or allow it with intoExisting().")
            .formatted(name(), totals.most() - totals.deleted(), totals.deleted()));
  }

  /**
   * Tells whether the target is empty; a system database with just the design document that CouchDB
   * itself puts there counts as empty.
   */
  private boolean isEmpty() {
    CopyTotals totals = CopyTotals.of(wire, name());
    return totals.isEmpty() || (name().startsWith("_") && totals.most() == designs());
  }

  private long designs() {
    Call call =
        Call.of("GET", name(), "_all_docs")
            .query("startkey", "\"_design/\"")
            .query("endkey", "\"_design0\"");
    return wire.json(call).path("rows").size();
  }

  /** Creates it if it is not there; returns whether it did. */
  boolean create() {
    boolean create = !database.exists();
    if (create) {
      database.create(creation());
    }
    return create;
  }

  /** Marks it as being filled by this restore: before the first document. */
  void begin() {
    requireFree();
    mark.put(wire, name());
  }

  /** Removes the mark, unless another restore of this backup has gone on with it since. */
  void end() {
    try {
      mark.remove(wire, name());
    } catch (HostingException e) {
      e.addAftermath(
          "All documents of the backup are in %s; only its mark is left: restore again with intoExisting(), or remove it with UnfinishedWork.forget(database)."
              .formatted(name()));
      throw e;
    }
  }

  /** Returns whether this restore may delete what it created: nobody else is at work in it. */
  boolean isOwn() {
    Optional<WorkMark> now = WorkMark.in(wire, name());
    return now.map(found -> found.by().equals(mark.by()))
        .orElseGet(() -> CopyTotals.of(wire, name()).isSurelyEmpty());
  }

  /**
   * Sets who may read it before there is anything to read, and how many revisions it remembers
   * before there are any to forget. A database with documents keeps its own.
   */
  void prepare() {
    if (!isEmpty()) {
      return;
    }
    put("_security", manifest.security());
    put("_revs_limit", manifest.revsLimit());
    Integer purges = manifest.purgedInfosLimit();
    if (purges != null) {
      putIfKnown("_purged_infos_limit", purges);
    }
  }

  private DatabaseOptions creation() {
    Map<String, Object> wanted = options.create().parameters();
    DatabaseOptions creation = options.create();
    if (!wanted.containsKey("q") && manifest.q() > 0) {
      creation = creation.q(manifest.q());
    }
    if (!wanted.containsKey("n") && !wanted.containsKey("placement") && manifest.n() > 0) {
      creation = creation.n(manifest.n());
    }
    return manifest.partitioned() ? creation.partitioned() : creation;
  }

  private void put(String what, Object value) {
    JsonNode json = wire.mapper().valueToTree(value);
    wire.run(wire.put(List.of(name(), what), json).asRepeatable());
  }

  private void putIfKnown(String what, Object value) {
    try {
      put(what, value);
    } catch (CouchDbException e) {
      // Not every server has it; it changes no document.
      if (e.status() >= 500) {
        throw e;
      }
    }
  }
}
