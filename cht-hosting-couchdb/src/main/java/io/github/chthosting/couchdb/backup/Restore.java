package io.github.chthosting.couchdb.backup;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.report.RestoreIncompleteException;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.report.TargetNotEmptyException;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.internal.Interruptible;
import io.github.chthosting.couchdb.internal.backup.Meter;
import io.github.chthosting.couchdb.internal.restore.Limits;
import io.github.chthosting.couchdb.internal.restore.RestoreOptions;
import io.github.chthosting.couchdb.internal.restore.RestoreRun;
import io.github.chthosting.operation.Operations;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A restore of databases from a backup into a cluster that may have other nodes, q and n. The same
 * revisions with the same histories are there afterwards. Not thread-safe; what it starts is.
 *
 * <pre>{@code
 * RestoreReport report =
 *     Restore.from(BackupStore.folder(path)).to(couch).prefix("restored-").start().await();
 * }</pre>
 *
 * <p>Every part of the backup is checked against its hash, and every target for being empty, before
 * anything is written. Of each database {@code _security} is written first, documents next and
 * design documents last, so that nobody reads what he may not, no validation refuses what was once
 * accepted, and no index is built midway.
 *
 * <p>Until all are done each target holds a mark ({@link
 * io.github.chthosting.couchdb.UnfinishedWork}), by which backups, replications, comparisons and
 * plans see that it is not whole, also after a kill.
 *
 * <p>Left out unless told: {@code _local} documents, whose checkpoints name sequences of the old
 * cluster; documents of a target named {@code _replicator}, which would start replications; {@code
 * _global_changes}, which CouchDB writes itself.
 */
public final class Restore {
  private final BackupStore store;
  private @Nullable CouchDb couch;
  private RestoreOptions options = RestoreOptions.defaults();

  private Restore(BackupStore store) {
    this.store = store;
  }

  /** A restore of that backup. */
  public static Restore from(BackupStore store) {
    return new Restore(store);
  }

  /**
   * Sets the server to write to. With the addresses of several nodes, each range goes to a node
   * that holds it.
   */
  public Restore to(CouchDb target) {
    couch = target;
    return this;
  }

  /** Chooses only these databases, by their names in the backup. Default: all. */
  public Restore databases(String... names) {
    options = options.databases(List.of(names));
    return this;
  }

  /** Restores a database under another name. */
  public Restore rename(String source, String target) {
    options = options.rename(source, target);
    return this;
  }

  /** Puts {@code prefix} before each name that is not renamed. */
  public Restore prefix(String prefix) {
    options = options.prefix(prefix);
    return this;
  }

  /** Sets the number of ranges of the databases that are created. Default: as in the backup. */
  public Restore q(int ranges) {
    options = options.create(options.create().q(ranges));
    return this;
  }

  /** Copies of each range of the databases that are created. Default: as in the backup. */
  public Restore n(int copies) {
    options = options.create(options.create().n(copies));
    return this;
  }

  /** Copies by zone of the databases that are created, such as {@code metro-dc-a:2}. */
  public Restore placement(String zones) {
    options = options.create(options.create().placement(zones));
    return this;
  }

  /**
   * Allows targets that hold documents already: the revisions of the backup are added to theirs.
   * {@code _security} and limits of such a target stay as they are. A restore of the same backup
   * that was cut is gone on with so; no leaf is written twice.
   */
  public Restore intoExisting() {
    options = options.intoExisting(true);
    return this;
  }

  /** Restores {@code _local} documents too. */
  public Restore withLocalDocuments() {
    options = options.locals(true);
    return this;
  }

  /** Restores documents into {@code _replicator} too: their replications start at once. */
  public Restore withReplications() {
    options = options.replications(true);
    return this;
  }

  /** Sets the number of requests at once. Default 12. */
  public Restore parallel(int requests) {
    Limits limits = options.limits();
    options = options.limits(new Limits(requests, limits.documents(), limits.bytes()));
    return this;
  }

  /**
   * Sets the most documents and bytes of one request. Default 1,000 and 2 MiB, less in a small
   * heap.
   */
  public Restore batch(int documents, int bytes) {
    options = options.limits(new Limits(options.limits().parallel(), documents, bytes));
    return this;
  }

  /**
   * Starts it. When it fails or is cancelled, the databases that it created are deleted again,
   * unless another restore has gone on with them; one that was there before keeps what was written
   * by then, and its mark. The error's message says which.
   *
   * <p>Awaiting it throws {@link TargetNotEmptyException}; {@link
   * io.github.chthosting.couchdb.server.UnfinishedException} while other work fills a target, or
   * was cut; {@link io.github.chthosting.VerificationFailedException} for a broken backup, {@link
   * io.github.chthosting.UnsupportedVersionException} for one of a newer format, {@link
   * io.github.chthosting.couchdb.backup.store.BackupStoreException} where there is none; {@link
   * RestoreIncompleteException} if the target has refused documents; and what {@link CouchDb}
   * names.
   */
  public Operation<RestoreReport> start() {
    CouchDb target = Objects.requireNonNull(couch, "no destination: set one with to(CouchDb)");
    RestoreOptions wanted = options;
    return Operations.start(
        "restore from " + store.location(),
        context -> {
          RestoreRun run = new RestoreRun(store, target, wanted, new Meter(context));
          return Interruptible.run(context, run::run);
        });
  }
}
