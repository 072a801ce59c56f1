package io.github.chthosting.couchdb.backup;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.BackupStoreException;
import io.github.chthosting.couchdb.internal.Interruptible;
import io.github.chthosting.couchdb.internal.backup.Meter;
import io.github.chthosting.couchdb.internal.verify.VerifyRun;
import io.github.chthosting.operation.Operations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proof that a backup is whole, or that a live database is what the backup holds. Not
 * thread-safe; what it starts is.
 *
 * <pre>{@code
 * Verify.backup(store).start().await();
 * Verify.backup(store).against(couch).prefix("restored-").start().await().requireSame();
 * }</pre>
 *
 * <p>By itself, a backup is checked for the SHA-256 of every part, for each line being a document,
 * for every count of its manifests, and for each attachment being where its document says, with the
 * right MD5; the first fault is thrown. Against a live database every leaf is compared with its
 * history, its deletion, its content and the digests of its attachments, in both directions, and so
 * are {@code _security}, {@code _revs_limit}, {@code _purged_infos_limit}, whether ids have
 * partitions, and {@code _local} documents that are somebody's data (checkpoints are not). The
 * latter only if the backup holds any, and the live database has one of them or {@link
 * #withLocalDocuments()} is said; the report says which were not compared. Differences are in the
 * report. Memory does not grow with the database, but for about 200 bytes a {@code _local}
 * document.
 */
public final class Verify {
  private final BackupStore store;
  private @Nullable CouchDb couch;
  private List<String> databases = List.of();
  private final Map<String, String> names = new LinkedHashMap<>();
  private String prefix = "";
  private boolean locals;

  private Verify(BackupStore store) {
    this.store = store;
  }

  /** A verification of that backup. */
  public static Verify backup(BackupStore store) {
    return new Verify(store);
  }

  /** Compares with the databases of that server. */
  public Verify against(CouchDb live) {
    couch = live;
    return this;
  }

  /** Chooses only these databases, by their names in the backup. Default: all. */
  public Verify databases(String... only) {
    databases = List.of(only);
    return this;
  }

  /** A database that has another name on the server. */
  public Verify rename(String source, String live) {
    names.put(source, live);
    return this;
  }

  /** Sets the text before each name on the server that is not renamed. */
  public Verify prefix(String text) {
    prefix = text;
    return this;
  }

  /**
   * Compares {@code _local} documents also where the live database has none of those of the backup:
   * a restore leaves them out unless it is told otherwise, and so does this.
   */
  public Verify withLocalDocuments() {
    locals = true;
    return this;
  }

  /**
   * Starts it; it changes nothing.
   *
   * <p>Awaiting it throws {@link io.github.chthosting.VerificationFailedException} for a broken
   * backup, {@link BackupStoreException} where there is none, {@link
   * io.github.chthosting.couchdb.server.NotFoundException} for a database that is not on the
   * server, and what {@link CouchDb} names.
   */
  public Operation<VerifyReport> start() {
    CouchDb live = couch;
    VerifyRun.Selection selection = new VerifyRun.Selection(databases, names, prefix, locals);
    return Operations.start(
        "verification of " + store.location(),
        context -> {
          VerifyRun run = new VerifyRun(store, live, selection, new Meter(context));
          return Interruptible.run(context, run::run);
        });
  }
}
