package io.github.chthosting.couchdb.maintenance;

import io.github.chthosting.ByteSize;
import io.github.chthosting.couchdb.ActiveTask;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseInfo.Sizes;
import io.github.chthosting.couchdb.internal.TaskDatabase;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.operation.WorkContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One round of compactions. */
final class CompactionRun {
  private static final long PAUSE = 500;

  /** A compaction that was not seen in this time was over before it was looked for. */
  private static final int UNSEEN = 4;

  private final CouchDb couch;
  private final FreeDisk freeDisk;
  private final Settings settings;
  private final WorkContext context;
  private final List<CompactionReport.Done> done = new ArrayList<>();
  private final List<CompactionReport.Left> left = new ArrayList<>();

  record Settings(
      Predicate<String> databases,
      TimeWindow window,
      double leastShare,
      long leastBytes,
      long reserve,
      boolean views,
      Clock clock) {}

  CompactionRun(CouchDb couch, FreeDisk freeDisk, Settings settings, WorkContext context) {
    this.couch = couch;
    this.freeDisk = freeDisk;
    this.settings = settings;
    this.context = context;
  }

  CompactionReport run() throws InterruptedException {
    FragmentationReport report = Maintenance.of(couch).fragmentation(settings.databases);
    for (Fragmentation file : report.files()) {
      boolean chosen = settings.views || file.design().isEmpty();
      boolean worth =
          file.share() >= settings.leastShare
              && file.reclaimable() >= settings.leastBytes
              && file.reclaimable() > 0;
      if (chosen && worth) {
        context.checkCancelled();
        compact(file);
      }
    }
    return new CompactionReport(done, left);
  }

  private void compact(Fragmentation file) throws InterruptedException {
    if (!settings.window.contains(settings.clock.instant())) {
      left.add(new CompactionReport.Left(file, "the window is over: " + settings.window));
      return;
    }
    long free = freeDisk.bytes();
    long needed = file.sizes().file() + settings.reserve;
    if (free < needed) {
      left.add(
          new CompactionReport.Left(
              file,
              "%s free, and %s may be needed"
                  .formatted(ByteSize.format(free), ByteSize.format(needed))));
      return;
    }
    try {
      start(file);
      await(file);
      done.add(
          new CompactionReport.Done(
              file, new Fragmentation(file.database(), file.design(), sizes(file))));
    } catch (NotFoundException e) {
      left.add(new CompactionReport.Left(file, "it was deleted meanwhile"));
    }
  }

  private void start(Fragmentation file) {
    Database database = couch.database(file.database());
    file.design()
        .ifPresentOrElse(database.upkeep()::compactViews, () -> database.upkeep().compact());
  }

  private void await(Fragmentation file) throws InterruptedException {
    int idle = 0;
    while (idle < UNSEEN) {
      context.checkCancelled();
      Thread.sleep(PAUSE);
      boolean told = progress(file);
      boolean runs = told || isRunning(file);
      idle = runs ? 0 : idle + 1;
    }
  }

  private boolean isRunning(Fragmentation file) {
    Database database = couch.database(file.database());
    return file.design()
        .map(design -> database.design(design).views().compacting())
        .orElseGet(() -> database.info().compacting());
  }

  /** Tells how far it is; whether any task is there. */
  private boolean progress(Fragmentation file) {
    String type = file.design().isPresent() ? "view_compaction" : "database_compaction";
    long changes = 0;
    long total = 0;
    boolean found = false;
    for (ActiveTask task : couch.activeTasks()) {
      boolean same =
          task.type().equals(type)
              && TaskDatabase.of(task.database()).equals(file.database())
              && task.design().map(TaskDatabase::design).equals(file.design());
      if (same) {
        found = true;
        changes += task.json().path("changes_done").asLong(0);
        total += task.json().path("total_changes").asLong(0);
      }
    }
    context.progress("compacting " + file.name(), changes, Math.max(changes, total), "changes", 0);
    return found;
  }

  private Sizes sizes(Fragmentation file) {
    Database database = couch.database(file.database());
    return file.design()
        .map(design -> database.design(design).views().sizes())
        .orElseGet(() -> database.info().sizes());
  }
}
