package io.github.chthosting.couchdb.internal.verify;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.DatabaseContents.Local;
import io.github.chthosting.couchdb.internal.backup.PartReader;
import io.github.chthosting.couchdb.internal.compare.LocalDocuments;
import io.github.chthosting.couchdb.internal.compare.Uncarried;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.server.CouchDbException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares what a database is beside its documents with what its backup says, by the list of {@link
 * DatabaseContents}: settings, and {@code _local} documents that are somebody's data.
 */
final class BesideDocuments {
  private static final int MOST_LISTED = 1_000;

  /** Answers of servers that do not list {@code _local} documents. */
  private static final Set<Integer> UNLISTED = Set.of(400, 404, 405);

  private final BackupStore store;
  private final DatabaseManifest manifest;
  private final Database live;
  private final boolean locals;
  private String leftOut = "";

  /**
   * @param locals whether {@code _local} documents are compared also if none of them is there
   */
  BesideDocuments(BackupStore store, DatabaseManifest manifest, Database live, boolean locals) {
    this.store = store;
    this.manifest = manifest;
    this.live = live;
    this.locals = locals;
  }

  /** Adds the first differences to {@code listed}; returns how many there are. */
  long compare(List<Difference> listed) throws IOException {
    List<Difference> found = new ArrayList<>(settings());
    found.addAll(locals());
    found.stream().limit(MOST_LISTED).forEach(listed::add);
    return found.size();
  }

  private List<Difference> settings() {
    return Uncarried.differences(told(), Uncarried.of(live)).stream()
        .map(item -> difference(kind(item), item))
        .toList();
  }

  private static Difference.Kind kind(String item) {
    return item.equals("_security") ? Difference.Kind.SECURITY : Difference.Kind.SETTING;
  }

  private Difference difference(Difference.Kind kind, String what) {
    return new Difference(live.name(), kind, what, "");
  }

  private Map<String, String> told() {
    Map<String, JsonNode> settings = new LinkedHashMap<>();
    settings.put("_security", manifest.security());
    settings.put("_revs_limit", IntNode.valueOf(manifest.revsLimit()));
    Integer purges = manifest.purgedInfosLimit();
    if (purges != null) {
      settings.put("_purged_infos_limit", IntNode.valueOf(purges));
    }
    return Uncarried.texts(settings, manifest.partitioned());
  }

  /** Returns what was not compared, and why; empty if all was. */
  String leftOut() {
    return leftOut;
  }

  /** A backup that holds none may have been told to leave them out, and so may a restore. */
  private List<Difference> locals() throws IOException {
    if (manifest.counts().locals() == 0) {
      return List.of();
    }
    LocalDocuments backup = ofBackup();
    Set<String> told = backup.own().keySet();
    try {
      LocalDocuments now = LocalDocuments.of(live);
      if (!locals && !told.isEmpty() && Collections.disjoint(told, now.own().keySet())) {
        return unseen(told, "the live database has none of them, as a restore leaves them out");
      }
      return backup.differences(now).stream()
          .filter(one -> one.kind() == Local.OTHER)
          .map(one -> difference(kind(one), one.id()))
          .toList();
    } catch (CouchDbException e) {
      if (!UNLISTED.contains(e.status())) {
        throw e;
      }
      return unseen(told, "the server does not list them");
    }
  }

  private List<Difference> unseen(Set<String> told, String why) {
    leftOut = "%d _local documents of %s: %s".formatted(told.size(), manifest.name(), why);
    return List.of();
  }

  private static Difference.Kind kind(LocalDocuments.Mismatch one) {
    if (!one.there()) {
      return Difference.Kind.MISSING;
    }
    return one.here() ? Difference.Kind.DIFFERENT : Difference.Kind.EXTRA;
  }

  private LocalDocuments ofBackup() throws IOException {
    LocalDocuments locals = new LocalDocuments();
    for (Part part : manifest.parts()) {
      if (part.kind() == Kind.LOCALS) {
        PartReader.lines(
            store,
            part,
            (bytes, start, end) -> {
              if (Json.tree(bytes, start, end) instanceof ObjectNode document) {
                locals.add(document.path("_id").asString(""), document);
              }
            });
      }
    }
    return locals;
  }
}
