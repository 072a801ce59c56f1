package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.shards.Lanes;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Rows of the feed, sorted by the range of the target and put together into requests. */
final class Batches {
  private final Transfer.Settings settings;
  private final Lanes lanes;
  private final Target target;
  private final Source source;
  private final Tally tally;
  private final Flights flights;
  private final int laneBytes;
  private final @Nullable DocBatch[] batches;
  private final @Nullable RevisionList[] lists;
  private final ConcurrentLinkedQueue<DocBatch> spare = new ConcurrentLinkedQueue<>();
  private boolean targetIsEmpty;

  Batches(Transfer.Settings settings, Transfer.Sides sides, Tally tally, Flights flights) {
    this.settings = settings;
    this.lanes = sides.lanes();
    this.target = sides.target();
    this.source = sides.source();
    this.laneBytes = sides.laneBytes();
    this.tally = tally;
    this.flights = flights;
    batches = new DocBatch[lanes.count()];
    lists = new RevisionList[lanes.count()];
  }

  /** Notes that the target has nothing, and so need not be asked what it lacks. */
  void targetIsEmpty(boolean empty) {
    targetIsEmpty = empty;
  }

  void take(ChangesRow row) throws InterruptedException {
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
        && (batch.count() >= settings.batchDocuments() || batch.length() + size >= laneBytes)) {
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
    return used == null || used.capacity() < size ? new DocBatch(Math.max(size, laneBytes)) : used;
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
    if (list.documents() >= settings.batchDocuments() / 2 || list.length() >= laneBytes) {
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
    RevisionList wanted = target.missing(list);
    if (wanted.revisions() > 0) {
      tally.found.add(wanted.revisions());
      source.carry(wanted, lane);
    }
  }

  /** Sends what has gathered. */
  void flushAll() throws InterruptedException {
    for (int lane = 0; lane < batches.length; lane++) {
      flush(lane);
      flushList(lane);
    }
  }
}
