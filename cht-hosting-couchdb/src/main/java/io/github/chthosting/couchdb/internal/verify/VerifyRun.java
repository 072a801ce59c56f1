package io.github.chthosting.couchdb.internal.verify;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupManifest;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.BackupStoreException;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.internal.Names;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.internal.backup.DatabaseWire;
import io.github.chthosting.couchdb.internal.backup.Failures;
import io.github.chthosting.couchdb.internal.backup.Manifests;
import io.github.chthosting.couchdb.internal.backup.Meter;
import io.github.chthosting.couchdb.internal.shards.CopiesProof;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verification of several databases, one after the other. Used once, by one thread. */
public final class VerifyRun {
  private final BackupStore store;
  private final @Nullable CouchDb couch;
  private final Selection selection;
  private final Meter meter;
  private final List<String> leftOut = new ArrayList<>();

  /**
   * The choice of databases, and their names on the other side.
   *
   * @param databases only these; all if empty
   * @param names live by backup, for those that are renamed
   * @param prefix before all other names
   * @param locals whether {@code _local} documents are compared also where none of them is there
   */
  public record Selection(
      List<String> databases, Map<String, String> names, String prefix, boolean locals) {
    public Selection {
      databases = List.copyOf(databases);
      names = Map.copyOf(names);
    }

    boolean has(String name) {
      return databases.isEmpty() || databases.contains(name);
    }

    String target(String name) {
      return names.getOrDefault(name, prefix + name);
    }
  }

  /**
   * A run over the backup and a live server; without {@code couch} the backup is checked against
   * itself.
   */
  public VerifyRun(BackupStore store, @Nullable CouchDb couch, Selection selection, Meter meter) {
    this.store = store;
    this.couch = couch;
    this.selection = selection;
    this.meter = meter;
  }

  public VerifyReport run() {
    if (couch != null) {
      couch.info();
    }
    BackupManifest manifest = Manifests.top(store);
    requireNamed(manifest);
    List<Difference> listed = new ArrayList<>();
    List<String> incomplete = new ArrayList<>();
    long leaves = 0;
    long documents = 0;
    long differences = 0;
    meter.total(leaves(manifest));
    try {
      for (BackupManifest.Entry entry : manifest.databases()) {
        if (selection.has(entry.name())) {
          DatabaseManifest database = Manifests.database(store, entry);
          database.shortfall().ifPresent(why -> incomplete.add(database.name() + ": " + why));
          documents += database.counts().documents();
          leaves += database.counts().leaves();
          differences += verify(database, entry, listed);
        }
      }
    } catch (IOException e) {
      throw Failures.ofStore("verification", store.location(), e);
    }
    return new VerifyReport(
        documents, leaves, differences, incomplete, listed, leftOut, meter.elapsed());
  }

  /** Returns how many are read: a live database has about as many as its backup. */
  private long leaves(BackupManifest manifest) {
    long leaves =
        manifest.databases().stream()
            .filter(entry -> selection.has(entry.name()))
            .mapToLong(BackupManifest.Entry::leaves)
            .sum();
    return couch == null ? leaves : 2 * leaves;
  }

  private void requireNamed(BackupManifest manifest) {
    for (String name : selection.databases()) {
      if (manifest.database(name).isEmpty()) {
        throw new BackupStoreException(
            "verification", store.location() + " holds no database " + name + ".", null);
      }
    }
  }

  private long verify(
      DatabaseManifest database, BackupManifest.Entry entry, List<Difference> listed)
      throws IOException {
    if (couch == null) {
      meter.phase("checking the backup of " + database.name());
      meter.add(new OfflineCheck(store, database, entry).check(), database.counts().bytes());
      requireToldOf(database);
      return 0;
    }
    String name = Names.requireDatabase(selection.target(database.name()));
    DatabaseWire wire = new DatabaseWire(Wire.of(couch), name);
    try {
      CopiesProof.of(couch.database(name), "verification of " + name, meter.context()).require();
      return unfinished(Wire.of(couch), name, listed)
          + beside(database, couch.database(name), listed)
          + new LiveComparison(store, database, wire, name, meter).compare(listed).differences();
    } catch (NotFoundException e) {
      e.addAftermath(
          "The backup calls it " + database.name() + "; give its live name with rename or prefix.");
      throw e;
    }
  }

  private long beside(DatabaseManifest database, Database live, List<Difference> listed)
      throws IOException {
    BesideDocuments beside = new BesideDocuments(store, database, live, selection.locals());
    long differences = beside.compare(listed);
    if (!beside.leftOut().isEmpty()) {
      leftOut.add(beside.leftOut());
    }
    return differences;
  }

  private static long unfinished(Wire wire, String name, List<Difference> listed) {
    Optional<WorkMark> mark = WorkMark.in(wire, name);
    mark.ifPresent(
        work -> listed.add(new Difference(name, Difference.Kind.UNFINISHED, work.toString(), "")));
    return mark.isPresent() ? 1 : 0;
  }

  /** A backup that is short and does not say so was made by an earlier version. */
  private void requireToldOf(DatabaseManifest database) {
    if (database.incomplete() == null && database.shortfall().isPresent()) {
      throw new VerificationFailedException(
          "verifying " + database.name(),
          "%s: the backup of %s is not complete: %s that were there all the time. Take another."
              .formatted(store.location(), database.name(), database.shortfall().get()),
          null);
    }
  }
}
