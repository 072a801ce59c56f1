package io.github.chthosting.couchdb.internal.restore;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.backup.Meter;
import io.github.chthosting.couchdb.internal.backup.PartReader;
import io.github.chthosting.couchdb.internal.backup.Pauses;
import io.github.chthosting.couchdb.internal.backup.Workers;
import io.github.chthosting.couchdb.internal.rows.Members;
import io.github.chthosting.couchdb.internal.shards.Addresses;
import io.github.chthosting.couchdb.internal.shards.Lanes;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The restore of one database. Used once, by one thread. */
final class DatabaseRestore {
  private static final int LOOKS = 5;

  private final BackupStore store;
  private final DatabaseManifest manifest;
  private final String folder;
  private final Database database;
  private final RestoreOptions options;
  private final boolean created;
  private final Outcome outcome;

  DatabaseRestore(
      BackupStore store,
      DatabaseManifest manifest,
      String folder,
      Database database,
      RestoreOptions options,
      boolean created,
      Meter meter) {
    this.store = store;
    this.manifest = manifest;
    this.folder = folder;
    this.database = database;
    this.options = options;
    this.created = created;
    this.outcome = new Outcome(meter);
  }

  RestoreReport.Restored run() throws IOException {
    long before = before();
    Wire wire = Wire.of(database);
    Map<String, Integer> addresses = Addresses.byNode(wire);
    Lanes lanes = Lanes.of(database, addresses);
    Limits limits = options.limits();
    try (Workers workers = new Workers("restore " + database.name(), limits.parallel())) {
      BulkSender sender = new BulkSender(wire, database.name(), lanes, workers, outcome, limits);
      Batcher batcher = new Batcher(lanes, sender, limits.documents());
      Phases phases = new Phases(batcher, workers);
      plain(phases, sender, copies(lanes, addresses));
      AttachedDocuments attached =
          new AttachedDocuments(
              wire, database.name(), store, folder, batcher, workers, outcome, limits.parallel());
      lines(Kind.ATTACHED, attached::add);
      if (options.locals()) {
        Members members = new Members();
        lines(
            Kind.LOCALS,
            (bytes, start, end) -> {
              if (isData(members.over(bytes, start, end))) {
                batcher.add(bytes, start, end);
              }
            });
      }
      phases.end();
      // Design documents last, when everything they could refuse or index is there.
      lines(Kind.DESIGNS, attached::add);
      phases.end();
    }
    return new RestoreReport.Restored(
        manifest.name(),
        database.name(),
        gained(before),
        outcome.written(),
        outcome.rejections(),
        outcome.rejected());
  }

  /** Backups of earlier versions hold what CouchDB keeps about its own files, too. */
  private static boolean isData(Members local) throws IOException {
    return !local.find("_id") || !DatabaseContents.isOfDatabase(local.text());
  }

  /** Each ends when all that was collected is written. */
  private record Phases(Batcher batcher, Workers workers) {
    void end() throws IOException {
      batcher.flush();
      workers.finish();
    }
  }

  /** Nearly all: what has neither attachments nor an effect on others. */
  private void plain(Phases phases, BulkSender sender, Optional<ShardCopies> copies)
      throws IOException {
    sender.to(copies.orElse(null));
    lines(Kind.DOCUMENTS, phases.batcher()::add);
    phases.end();
    copies.ifPresent(ShardCopies::requireSameMap);
    sender.to(null);
  }

  private Optional<ShardCopies> copies(Lanes lanes, Map<String, Integer> addresses) {
    return created && lanes.areRanges()
        ? ShardCopies.of(database, addresses).filter(copies -> copies.q() == lanes.count())
        : Optional.empty();
  }

  /** Leaves that the target has taken so far. */
  long written() {
    return outcome.written();
  }

  /** Copies of a range that are behind may answer: the highest of some answers is the truest. */
  private long before() {
    long most = documents();
    for (int i = 1; i < LOOKS && most > 0; i++) {
      most = Math.max(most, documents());
    }
    return most;
  }

  private long documents() {
    DatabaseInfo info = database.info();
    return info.documents() + info.deleted();
  }

  /** A replica that is behind may count too few for a moment. */
  private long gained(long before) throws IOException {
    long now = documents();
    for (int i = 1; i <= LOOKS && before == 0 && isShort(now); i++) {
      Pauses.before(i);
      now = documents();
    }
    return Math.max(0, now - before);
  }

  private boolean isShort(long documents) {
    return outcome.rejections() == 0 && documents < manifest.counts().documents();
  }

  private void lines(Kind kind, PartReader.Taker taker) throws IOException {
    for (Part part : manifest.parts()) {
      if (part.kind() == kind) {
        PartReader.lines(store, part, taker);
      }
    }
  }
}
