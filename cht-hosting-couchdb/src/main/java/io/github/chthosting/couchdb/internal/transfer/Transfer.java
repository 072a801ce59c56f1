package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.Lanes;
import io.github.chthosting.operation.WorkContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a replication through this process. A thread reads the feed of the source and sorts
 * its rows by the range of the target; others write.
 *
 * <p>A row whose document is its only leaf, of generation 1 and without attachments, is all that
 * there is of it: its bytes go straight into the next {@code _bulk_docs}. Any other revision needs
 * its history: the target is asked with {@code _revs_diff} what it has not, and that is fetched by
 * {@code _bulk_get}, or, with attachments, streamed alone. Into a target that has much already, and
 * no checkpoint says how much, no bodies are read before the target was asked.
 */
public final class Transfer {
  private final Settings settings;
  private final Tally tally = new Tally();
  private final Sides sides;

  /**
   * The settings of a transfer.
   *
   * @param checkpointId under which it is remembered how far it is; empty for not at all
   * @param writers requests to the target at a time
   * @param batchDocuments documents in one request at most
   * @param memory bytes of documents held at a time, roughly
   * @param checkpointNanos between two checkpoints
   */
  public record Settings(
      Database source,
      Database target,
      Choice choice,
      Optional<String> checkpointId,
      boolean continuous,
      int writers,
      int batchDocuments,
      int memory,
      long checkpointNanos) {}

  /** The objects that speak with the two sides. */
  record Sides(Lanes lanes, Target target, Source source, int laneBytes) {
    static Sides of(Settings settings, Tally tally) {
      Lanes lanes = Lanes.of(settings.target);
      int laneBytes = Math.max(64 << 10, Math.min(2 << 20, settings.memory / 2 / lanes.count()));
      Target target = new Target(Wire.of(settings.target), settings.target.name(), lanes, tally);
      Source source =
          new Source(Wire.of(settings.source), settings.source.name(), target, tally, laneBytes);
      return new Sides(lanes, target, source, laneBytes);
    }
  }

  public Transfer(Settings settings) {
    this.settings = settings;
    sides = Sides.of(settings, tally);
  }

  public Tally tally() {
    return tally;
  }

  /** Does it. Returns the sequence of the source up to which the target has everything. */
  public String run(WorkContext context) throws InterruptedException {
    Optional<Checkpoints> checkpoints =
        settings.checkpointId.map(id -> new Checkpoints(settings.source, settings.target, id));
    Optional<String> start =
        checkpoints.flatMap(known -> Attempts.of("reading the checkpoint", known::find));
    DatabaseInfo there = Attempts.of("asking the target", settings.target::info);
    boolean targetIsEmpty = there.documents() + there.deleted() == 0;
    boolean withDocuments = targetIsEmpty || start.isPresent();
    DatabaseInfo here = Attempts.of("asking the source", settings.source::info);
    try (SourceFeed feed =
            new SourceFeed(
                Wire.of(settings.source),
                settings.source.name(),
                settings.choice,
                start.orElse("0"));
        Run run = new Run(context, checkpoints, here.documents() + here.deleted())) {
      run.batches.targetIsEmpty(targetIsEmpty);
      while (true) {
        String last = run.pass(feed, withDocuments);
        if (!settings.continuous) {
          return last;
        }
        run.batches.targetIsEmpty(false);
        withDocuments = true;
        feed.awaitMore(context);
      }
    }
  }

  /** Rows on their way from the feed into requests. */
  private final class Run implements AutoCloseable {
    private final WorkContext context;
    private final Optional<Checkpoints> checkpoints;
    private final long total;
    private final Flights flights;
    private final Batches batches;
    private final WorkContext.Hook hook;
    private long lastCheckpoint = System.nanoTime();
    private @Nullable String candidate;
    private long candidateFlight;

    Run(WorkContext context, Optional<Checkpoints> checkpoints, long total) {
      this.context = context;
      this.checkpoints = checkpoints;
      this.total = total;
      flights =
          new Flights(
              "replication to " + settings.target.name(), settings.writers, settings.memory / 2);
      batches = new Batches(settings, sides, tally, flights);
      hook = context.onCancel(Thread.currentThread()::interrupt);
    }

    String pass(SourceFeed feed, boolean withDocuments) throws InterruptedException {
      String last =
          feed.read(
              withDocuments,
              context,
              row -> {
                batches.take(row);
                if (row.hasSeq()) {
                  mark(row.seq());
                }
              });
      batches.flushAll();
      flights.drain();
      save(last);
      report();
      return last;
    }

    /** A row from which the feed can go on: now and then it becomes a checkpoint. */
    private void mark(String sequence) throws InterruptedException {
      context.checkCancelled();
      flights.check();
      report();
      if (candidate != null && flights.doneUpTo() >= candidateFlight) {
        save(candidate);
      }
      boolean due = System.nanoTime() - lastCheckpoint > settings.checkpointNanos;
      if (due && candidate == null && checkpoints.isPresent()) {
        batches.flushAll();
        candidate = sequence;
        candidateFlight = flights.last();
      }
    }

    private void save(String sequence) {
      flights.check();
      candidate = null;
      lastCheckpoint = System.nanoTime();
      if (checkpoints.isPresent()) {
        Attempts.of("writing the checkpoint", () -> saved(checkpoints.get(), sequence));
      }
    }

    private String saved(Checkpoints both, String sequence) {
      sides.target().commit();
      both.save(sequence, tally);
      return sequence;
    }

    private void report() {
      long rows = tally.rows.sum();
      context.progress(
          "replicating " + settings.source.name(),
          rows,
          Math.max(rows, total),
          "documents",
          tally.bytes.sum());
    }

    @Override
    public void close() {
      hook.close();
      flights.close();
    }
  }
}
