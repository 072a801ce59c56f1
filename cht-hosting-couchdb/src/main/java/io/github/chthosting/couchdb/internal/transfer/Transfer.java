package io.github.chthosting.couchdb.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.operation.WorkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  private final Lanes lanes;
  private final Target target;
  private final Source source;
  private final int laneBytes;
  private final @Nullable DocBatch[] batches;
  private final @Nullable RevisionList[] lists;
  private final ConcurrentLinkedQueue<DocBatch> spare = new ConcurrentLinkedQueue<>();
  private boolean targetIsEmpty;

  /**
   * How to do it.
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

  public Transfer(Settings settings) {
    this.settings = settings;
    lanes = Lanes.of(settings.target);
    laneBytes = Math.max(64 << 10, Math.min(2 << 20, settings.memory / 2 / lanes.count()));
    Wire to = Wire.of(settings.target);
    target = new Target(to, settings.target.name(), lanes, tally);
    Wire from = Wire.of(settings.source);
    source = new Source(from, settings.source.name(), target, tally, laneBytes);
    batches = new DocBatch[lanes.count()];
    lists = new RevisionList[lanes.count()];
  }

  public Tally tally() {
    return tally;
  }

  /** Does it. Returns the sequence of the source up to which the target has everything. */
  public String run(WorkContext context) throws InterruptedException {
    Optional<Checkpoints> checkpoints =
        settings.checkpointId.map(id -> new Checkpoints(settings.source, settings.target, id));
    Optional<String> start = checkpoints.flatMap(Checkpoints::find);
    DatabaseInfo there = settings.target.info();
    targetIsEmpty = there.documents() + there.deleted() == 0;
    boolean withDocuments = targetIsEmpty || start.isPresent();
    SourceFeed feed =
        new SourceFeed(
            Wire.of(settings.source), settings.source.name(), settings.choice, start.orElse("0"));
    DatabaseInfo here = settings.source.info();
    try (Run run = new Run(context, checkpoints, here.documents() + here.deleted())) {
      while (true) {
        String last = run.pass(feed, withDocuments);
        if (!settings.continuous) {
          return last;
        }
        targetIsEmpty = false;
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
      hook = context.onCancel(Thread.currentThread()::interrupt);
    }

    String pass(SourceFeed feed, boolean withDocuments) throws InterruptedException {
      String last =
          feed.read(
              withDocuments,
              context,
              row -> {
                take(row);
                if (row.hasSeq()) {
                  mark(row.seq());
                }
              });
      flushAll();
      flights.drain();
      save(last);
      report();
      return last;
    }

    private void take(ChangesRow row) throws InterruptedException {
      tally.rows.increment();
      int lane = lanes.of(row.bytes(), row.idStart(), row.idEnd());
      if (row.isFirstGeneration() && row.docIsLeaf()) {
        if (row.mayHaveAttachments()) {
          carryAlone(row);
        } else {
          takeDocument(row, lane);
        }
      } else {
        takeRevisions(row, lane);
      }
    }

    private void takeDocument(ChangesRow row, int lane) throws InterruptedException {
      DocBatch batch = batches[lane];
      int size = row.docEnd() - row.docStart();
      if (batch != null
          && (batch.count() >= settings.batchDocuments || batch.length() + size >= laneBytes)) {
        flush(lane);
        batch = null;
      }
      if (batch == null) {
        batch = blank(size);
        batches[lane] = batch;
      }
      batch.add(row.bytes(), row.docStart(), row.docEnd());
      tally.read.increment();
      tally.found.increment();
    }

    private DocBatch blank(int size) {
      DocBatch used = spare.poll();
      return used == null || used.capacity() < size
          ? new DocBatch(Math.max(size, laneBytes))
          : used;
    }

    private void flush(int lane) throws InterruptedException {
      DocBatch batch = batches[lane];
      if (batch == null) {
        return;
      }
      batches[lane] = null;
      flights.submit(
          batch.length(),
          () -> {
            target.write(batch, lane);
            batch.clear();
            if (batch.capacity() <= laneBytes) {
              spare.add(batch);
            }
          });
    }

    private void carryAlone(ChangesRow row) throws InterruptedException {
      String id = Json.unescape(row.bytes(), row.idStart(), row.idEnd());
      int start = row.leaves().start(0);
      int length = row.leaves().end(0) - start;
      String revision = new String(row.bytes(), start, length, StandardCharsets.US_ASCII);
      tally.found.increment();
      flights.submit(laneBytes / 4, () -> source.carry(id, revision));
    }

    private void takeRevisions(ChangesRow row, int lane) throws InterruptedException {
      RevisionList list = lists[lane];
      if (list == null) {
        list = new RevisionList(!targetIsEmpty);
        lists[lane] = list;
      }
      list.add(row);
      if (list.documents() >= settings.batchDocuments / 2 || list.length() >= laneBytes) {
        flushList(lane);
      }
    }

    private void flushList(int lane) throws InterruptedException {
      RevisionList list = lists[lane];
      if (list == null) {
        return;
      }
      lists[lane] = null;
      boolean all = targetIsEmpty;
      flights.submit(2 * laneBytes, () -> carry(list, lane, all));
    }

    private void carry(RevisionList list, int lane, boolean all) {
      if (all) {
        tally.found.add(list.revisions());
        source.carry(list, lane);
        return;
      }
      tally.checked.add(list.revisions());
      RevisionList wanted = new RevisionList(false);
      for (Map.Entry<String, JsonNode> missing : target.missing(list).properties()) {
        byte[] id = escaped(missing.getKey());
        for (JsonNode revision : missing.getValue().path("missing")) {
          wanted.add(id, revision.asText().getBytes(StandardCharsets.US_ASCII));
        }
      }
      if (wanted.revisions() > 0) {
        tally.found.add(wanted.revisions());
        source.carry(wanted, lane);
      }
    }

    private byte[] escaped(String id) {
      try {
        byte[] quoted = Wire.of(settings.target).mapper().writeValueAsBytes(id);
        return java.util.Arrays.copyOfRange(quoted, 1, quoted.length - 1);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void flushAll() throws InterruptedException {
      for (int lane = 0; lane < batches.length; lane++) {
        flush(lane);
        flushList(lane);
      }
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
        flushAll();
        candidate = sequence;
        candidateFlight = flights.last();
      }
    }

    private void save(String sequence) {
      flights.check();
      candidate = null;
      lastCheckpoint = System.nanoTime();
      if (checkpoints.isPresent()) {
        target.commit();
        checkpoints.get().save(sequence, tally);
      }
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

  /** The refusals so far. */
  public List<Tally.Refused> refusals() {
    return new ArrayList<>(tally.refusals());
  }
}
