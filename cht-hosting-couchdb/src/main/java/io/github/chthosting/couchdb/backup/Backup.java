package io.github.chthosting.couchdb.backup;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.report.BackupIncompleteException;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.BackupStoreException;
import io.github.chthosting.couchdb.backup.store.Compression;
import io.github.chthosting.couchdb.internal.Interruptible;
import io.github.chthosting.couchdb.internal.Names;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.backup.BackupRun;
import io.github.chthosting.couchdb.internal.backup.Meter;
import io.github.chthosting.couchdb.internal.backup.Settings;
import io.github.chthosting.operation.Operations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A backup of databases: every leaf revision with its history, conflicts, deletions, attachments,
 * design documents, local documents and {@code _security}. Not thread-safe; what it starts is.
 *
 * <pre>{@code
 * BackupReport report =
 *     Backup.of(couch).databases("medic", "_users").to(BackupStore.folder(path)).start().await();
 * }</pre>
 *
 * <p>The databases may be in use: of each document the leaves are taken that it has when the feed
 * comes to it. Where ranges have several copies, the feed is of one of each. So the copies' counts
 * are compared first, and where one stays behind, each copy is read by itself, which takes an
 * administrator. What stays short fails with {@link BackupIncompleteException}. Memory does not
 * grow with the database. A connection that breaks is taken up again where it was.
 */
public final class Backup {
  private final CouchDb couch;
  private List<String> databases = List.of();
  private @Nullable BackupStore store;
  private Settings settings = Settings.defaults();

  private Backup(CouchDb couch) {
    this.couch = couch;
  }

  /** A backup of databases of that server. */
  public static Backup of(CouchDb couch) {
    return new Backup(couch);
  }

  /** The databases to back up, at least one. */
  public Backup databases(String... names) {
    return databases(List.of(names));
  }

  /**
   * The databases to back up.
   *
   * @throws IllegalArgumentException if there is none: {@link #allDatabases()} means all
   * @throws io.github.chthosting.couchdb.server.IllegalNameException for a name that CouchDB
   *     refuses
   */
  public Backup databases(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no database is named; allDatabases() takes all");
    }
    databases = names.stream().map(Names::requireDatabase).distinct().toList();
    return this;
  }

  /**
   * Chooses all databases that the server has when it starts, those beginning with {@code _} too.
   */
  public Backup allDatabases() {
    databases = List.of();
    return this;
  }

  /** Sets the store to write to; it must hold nothing. */
  public Backup to(BackupStore target) {
    store = target;
    return this;
  }

  /** Sets the compression. Default {@link Compression#zstd()}. */
  public Backup compression(Compression compression) {
    settings = settings.compression(compression);
    return this;
  }

  /** Sets the number of requests at once for histories and attachments. Default 5. */
  public Backup parallel(int requests) {
    if (requests < 1) {
      throw new IllegalArgumentException("at least 1 request, not " + requests);
    }
    settings = settings.parallel(requests);
    return this;
  }

  /** Sets the bytes before compression after which a new file is begun. Default 128 MiB. */
  public Backup partSize(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("at least 1 byte, not " + bytes);
    }
    settings = settings.partSize(bytes);
    return this;
  }

  /**
   * Leaves {@code _local} documents out. By default they are taken where the server lists them; a
   * restore leaves them out unless told.
   */
  public Backup withoutLocalDocuments() {
    settings = settings.locals(false);
    return this;
  }

  /** Sets how long an answer may go on without enough to be of use. Default 5 min. */
  public Backup patience(Duration limit) {
    settings = settings.patience(limit);
    return this;
  }

  /** Sets how often in a row a broken answer is asked for again. Default 5, the first included. */
  public Backup attempts(int attempts) {
    settings = settings.attempts(attempts);
    return this;
  }

  /**
   * Delivers a backup that is known to be short too, instead of failing: its report, its manifest
   * and its verification say {@code incomplete}, and of what.
   */
  public Backup acceptingIncomplete() {
    settings = settings.incomplete(true);
    return this;
  }

  /**
   * Starts it. When it fails or is cancelled, what it has written is deleted again; it never looks
   * like a whole backup.
   *
   * <p>Awaiting it throws {@link BackupStoreException} for the place, {@link
   * io.github.chthosting.couchdb.server.NotFoundException} for a database that is not there, {@link
   * BackupIncompleteException} for one that cannot be read completely, and what {@link CouchDb}
   * names for the server.
   */
  public Operation<BackupReport> start() {
    BackupStore target =
        Objects.requireNonNull(store, "no destination: set one with to(BackupStore)");
    Wire wire = Wire.of(couch);
    Settings wanted = settings;
    List<String> names = databases;
    return Operations.start(
        "backup to " + target.location(),
        context -> {
          BackupRun run = new BackupRun(wire, target, wanted, new Meter(context));
          return Interruptible.run(
              context, () -> run.run(names.isEmpty() ? couch.databases() : names));
        });
  }
}
