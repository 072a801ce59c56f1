package io.github.chthosting.couchdb.maintenance;

import io.github.chthosting.ByteSize;
import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.design.Designs;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.operation.Operations;
import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Builds indexes now, one design document at a time, so that nobody has to wait for them later: by
 * asking for them until they answer. All views of a design document are one index; each Nouveau
 * index is one more. Not thread-safe; {@link #start} may be called again, and what is built is then
 * found built.
 */
public final class IndexBuild {
  private static final Duration QUESTION = Duration.ofMinutes(2);
  private static final long PAUSE = 1000;

  private final CouchDb couch;
  private final List<Target> targets = new ArrayList<>();
  private FreeDisk freeDisk = () -> Long.MAX_VALUE;
  private Consumer<IndexProgress> listener = progress -> {};

  /** A design document, by its name without {@code _design/}. */
  private record Target(String database, String design) {}

  private IndexBuild(CouchDb couch) {
    this.couch = couch;
  }

  /** Builds indexes of that server. */
  public static IndexBuild of(CouchDb couch) {
    return new IndexBuild(couch);
  }

  /** Adds a design document, named without {@code _design/}. */
  public IndexBuild design(String database, String design) {
    targets.add(new Target(database, design));
    return this;
  }

  /**
   * Stops waiting, with an error that says so, when an index is forecast to need more than this.
   */
  public IndexBuild freeDisk(FreeDisk probe) {
    freeDisk = probe;
    return this;
  }

  /** Gets each look at what is being built, every second, on the operation's thread. */
  public IndexBuild watching(Consumer<IndexProgress> watcher) {
    listener = watcher;
    return this;
  }

  /**
   * Starts it; the result is how many design documents are built. Cancelling it stops waiting; the
   * index that is being built is built on by CouchDB.
   *
   * @return fails with {@link HostingException} where an index cannot be built, or where its
   *     forecast is more than is free; CouchDB then goes on building it until its design document
   *     is removed
   */
  public Operation<Integer> start() {
    List<Target> all = List.copyOf(targets);
    return Operations.start(
        "building indexes",
        context -> {
          int built = 0;
          for (Target target : all) {
            context.checkCancelled();
            build(target, context);
            built++;
          }
          return built;
        });
  }

  private void build(Target target, WorkContext context) throws InterruptedException {
    Database database = couch.database(target.database).within(QUESTION);
    IndexWatch watch = IndexWatch.of(couch);
    ExecutorService thread = Executors.newSingleThreadExecutor(IndexBuild::daemon);
    try {
      Future<?> asking = thread.submit(() -> ask(database, target));
      while (!isOver(asking, target)) {
        context.checkCancelled();
        watch.observe().stream()
            .filter(one -> one.database().equals(target.database))
            .filter(one -> one.design().equals(target.design))
            .forEach(one -> note(one, context));
      }
    } finally {
      thread.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "index");
    thread.setDaemon(true);
    return thread;
  }

  private static boolean isOver(Future<?> asking, Target target) throws InterruptedException {
    try {
      asking.get(PAUSE, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnsupportedVersionException tooOld) {
        throw tooOld;
      }
      if (e.getCause() instanceof HostingException failure) {
        String what = target.database + "/_design/" + target.design;
        throw new HostingException(
            "building the indexes of " + what,
            "the indexes of " + what + " cannot be built: " + failure.getMessage(),
            failure.isRetryable(),
            failure);
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void note(IndexProgress one, WorkContext context) {
    listener.accept(one);
    context.progress("building " + one, one.done(), one.total(), "changes", one.bytes().orElse(0));
    long more = one.forecast().orElse(0) - one.bytes().orElse(0);
    long free = freeDisk.bytes();
    if (more > free) {
      throw new HostingException(
          "building " + one.name(),
          "%s is forecast to need %s more, and %s are free. CouchDB goes on building it: remove the design document, or make room."
              .formatted(one.name(), ByteSize.format(more), ByteSize.format(free)),
          false,
          null);
    }
  }

  /** Asks for each index of a design document until it answers. */
  private static void ask(Database database, Target target) {
    Designs.Indexes indexes = Designs.indexes(database, target.design);
    indexes
        .views()
        .ifPresent(
            view ->
                patiently(
                    () ->
                        database
                            .request("GET", "_design", target.design, "_view", view)
                            .query("limit", 0)
                            .query("reduce", false)
                            .json()));
    for (String index : indexes.nouveau()) {
      Wire wire = Wire.of(database);
      wire.server().require(wire, CouchDbVersion.of(3, 4), "the Nouveau index " + index);
      patiently(
          () ->
              database
                  .request("GET", "_design", target.design, "_nouveau", index)
                  .query("q", "*:*")
                  .query("limit", 1)
                  .json());
    }
  }

  private static void patiently(Runnable question) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        question.run();
        return;
      } catch (TimedOutException e) {
        // It is not built yet: CouchDB goes on, and so do we.
      } catch (CouchDbException e) {
        if (!e.error().equals("timeout")) {
          throw e;
        }
      }
    }
  }
}
