package io.github.chthosting.couchdb.internal.restore;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.RestoreIncompleteException;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.store.BackupManifest;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.BackupStoreException;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.internal.backup.Failures;
import io.github.chthosting.couchdb.internal.backup.Manifests;
import io.github.chthosting.couchdb.internal.backup.Meter;
import io.github.chthosting.couchdb.internal.verify.OfflineCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The restore of several databases, one after the other. Used once, by one thread. */
public final class RestoreRun {
  private static final String OPERATION = "restore";

  private final BackupStore store;
  private final CouchDb couch;
  private final RestoreOptions options;
  private final Meter meter;
  private final List<String> skipped = new ArrayList<>();
  private final Aftermath aftermath = new Aftermath();

  public RestoreRun(BackupStore store, CouchDb couch, RestoreOptions options, Meter meter) {
    this.store = store;
    this.couch = couch;
    this.options = options;
    this.meter = meter;
  }

  private record Job(DatabaseManifest manifest, BackupManifest.Entry entry, Target target) {}

  /** Databases that it created are deleted if it fails or is interrupted. */
  public RestoreReport run() {
    couch.info();
    List<Job> jobs = jobs(Manifests.top(store));
    meter.total(jobs.stream().mapToLong(job -> job.manifest().counts().leaves()).sum());
    meter.phase("checking " + store.location());
    try {
      for (Job job : jobs) {
        new OfflineCheck(store, job.manifest(), job.entry()).check();
      }
      jobs.forEach(job -> job.target().requireFree());
      return report(restore(jobs));
    } catch (IOException e) {
      throw discarded(Failures.ofStore(OPERATION, store.location(), e));
    } catch (RestoreIncompleteException e) {
      throw e;
    } catch (HostingException e) {
      throw discarded(e);
    } catch (RuntimeException | Error e) {
      aftermath.discard();
      throw e;
    }
  }

  /** The failure, which says what is left of the restore. */
  private HostingException discarded(HostingException failure) {
    String left = aftermath.discard();
    if (!left.isEmpty()) {
      failure.addAftermath(left);
    }
    return failure;
  }

  private List<Job> jobs(BackupManifest manifest) {
    for (String name : options.databases()) {
      if (manifest.database(name).isEmpty()) {
        throw new BackupStoreException(
            OPERATION,
            "%s holds no database %s; it holds %s. Nothing was changed."
                .formatted(
                    store.location(),
                    name,
                    manifest.databases().stream().map(BackupManifest.Entry::name).toList()),
            null);
      }
    }
    List<Job> jobs = new ArrayList<>();
    for (BackupManifest.Entry entry : manifest.databases()) {
      if (isWanted(entry.name())) {
        DatabaseManifest database = Manifests.database(store, entry);
        database
            .shortfall()
            .ifPresent(why -> skipped.add(entry.name() + ": INCOMPLETE in the backup: " + why));
        Database target = couch.database(options.target(entry.name()));
        jobs.add(
            new Job(
                database,
                entry,
                new Target(target, database, options, store.location(), manifest.id())));
      }
    }
    return jobs;
  }

  private boolean isWanted(String name) {
    if (!options.databases().isEmpty() && !options.databases().contains(name)) {
      return false;
    }
    String target = options.target(name);
    if ((target.equals("_replicator") || target.endsWith("/_replicator"))
        && !options.replications()) {
      skipped.add(name + ": its replications would start; withReplications() restores them");
      return false;
    }
    if (target.equals("_global_changes") && !options.databases().contains(name)) {
      skipped.add(name + ": CouchDB writes it itself; name it, or give a prefix, to restore it");
      return false;
    }
    return true;
  }

  private List<RestoreReport.Restored> restore(List<Job> jobs) throws IOException {
    List<RestoreReport.Restored> restored = new ArrayList<>();
    for (Job job : jobs) {
      Target target = job.target();
      meter.phase("restoring " + target.name());
      boolean created = target.create();
      DatabaseRestore restore =
          new DatabaseRestore(
              store,
              job.manifest(),
              job.entry().folder(),
              target.database(),
              options,
              created,
              meter);
      aftermath.begun(target, created, restore, job.manifest().counts().leaves());
      target.begin();
      target.prepare();
      restored.add(restore.run());
    }
    // Not before all are done: until then a failure takes back those that were created.
    aftermath.nothing();
    jobs.forEach(job -> job.target().end());
    return restored;
  }

  private RestoreReport report(List<RestoreReport.Restored> restored) {
    RestoreReport report = new RestoreReport(restored, skipped, meter.elapsed());
    if (report.rejections() > 0) {
      RestoreReport.Restored first =
          restored.stream().filter(one -> one.rejections() > 0).findFirst().orElseThrow();
      throw new RestoreIncompleteException(
          OPERATION,
          "%d of %d leaves were refused; the first, in %s: %s. Everything else is restored; see the report."
              .formatted(
                  report.rejections(),
                  report.leaves() + report.rejections(),
                  first.target(),
                  first.rejected().get(0)),
          report);
    }
    return report;
  }
}
