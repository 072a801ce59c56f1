package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.store.BackupManifest;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.BackupStoreException;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.couchdb.server.ServerInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The backup of several databases, one after the other. Used once, by one thread. */
public final class BackupRun {
  private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);

  private final Wire wire;
  private final OwnObjects store;
  private final Settings settings;
  private final Meter meter;
  private final Map<String, String> hashes = new TreeMap<>();

  public BackupRun(Wire wire, BackupStore store, Settings settings, Meter meter) {
    this.wire = wire;
    this.store = new OwnObjects(store);
    this.settings = settings;
    this.meter = meter;
  }

  /** Returns what this run wrote is deleted if it fails or is interrupted, and nothing else. */
  public BackupReport run(List<String> databases) {
    Instant started = Instant.now();
    ServerInfo server = wire.server().ask(wire);
    requireEmpty();
    meter.total(documents(databases));
    try {
      List<DatabaseManifest> manifests = databases.stream().sorted().map(this::one).toList();
      return new BackupReport(finish(started, server, manifests), manifests, meter.elapsed());
    } catch (IOException e) {
      discard();
      throw Failures.ofStore("backup", store.location(), e);
    } catch (RuntimeException | Error e) {
      discard();
      throw e;
    }
  }

  private void requireEmpty() {
    try {
      List<String> found = store.list();
      if (!found.isEmpty()) {
        throw new BackupStoreException(
            "backup",
            "%s is not empty: it holds %s%s. Nothing was written; choose an empty place."
                .formatted(
                    store.location(),
                    found.get(0),
                    found.size() == 1 ? "" : " and " + (found.size() - 1) + " more"),
            null);
      }
    } catch (IOException e) {
      throw Failures.ofStore("backup", store.location(), e);
    }
  }

  /** Asks for every database before anything is written, so that a missing one is found first. */
  private long documents(List<String> databases) {
    long documents = 0;
    for (String name : databases) {
      WorkMark.requireNone(wire, name, "backup of " + name);
      DatabaseInfo info = DatabaseInfo.of(info(name));
      documents += info.documents() + info.deleted();
    }
    return documents;
  }

  private JsonNode info(String name) {
    try {
      return new DatabaseWire(wire, name).info();
    } catch (NotFoundException e) {
      e.addAftermath("Check the name. Nothing was written.");
      throw e;
    }
  }

  private DatabaseManifest one(String name) {
    meter.phase("backing up " + name);
    Tally tally = new Tally(now -> meter.show(now.documents(), now.bytes()));
    DatabaseWire database = new DatabaseWire(wire, name);
    DatabaseManifest manifest =
        new DatabaseBackup(database, store, Folders.of(name), settings, tally, meter.context())
            .run();
    // Again: a restore may have begun meanwhile.
    WorkMark.requireNone(wire, name, "backup of " + name);
    meter.add(tally.documents(), tally.bytes());
    return manifest;
  }

  private BackupManifest finish(
      Instant started, ServerInfo server, List<DatabaseManifest> databases) throws IOException {
    List<BackupManifest.Entry> entries = new ArrayList<>();
    for (DatabaseManifest database : databases) {
      String folder = Folders.of(database.name());
      String name = folder + "/" + Manifests.TOP;
      hashes.put(name, Manifests.write(store, name, Manifests.bytes(database)));
      for (Part part : database.parts()) {
        hashes.put(part.object(), part.sha256());
      }
      entries.add(
          new BackupManifest.Entry(
              database.name(), folder, database.counts().documents(), database.counts().leaves()));
    }
    BackupManifest manifest =
        new BackupManifest(
            BackupManifest.FORMAT,
            BackupManifest.VERSION,
            UUID.randomUUID().toString(),
            "cht-hosting",
            started.toString(),
            Instant.now().toString(),
            new BackupManifest.Server(server.versionText(), server.vendor(), server.uuid()),
            entries);
    byte[] bytes = Manifests.bytes(manifest);
    hashes.put(Manifests.TOP, Manifests.sha256(bytes));
    Manifests.write(store, Manifests.SUMS, Manifests.sums(hashes));
    // Last: a backup is whole when this is there.
    Manifests.write(store, Manifests.TOP, bytes);
    return manifest;
  }

  private void discard() {
    boolean interrupted = Thread.interrupted();
    try {
      store.deleteAll();
    } catch (IOException e) {
      LOG.warn("what the failed backup wrote to {} could not be deleted", store.location(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
