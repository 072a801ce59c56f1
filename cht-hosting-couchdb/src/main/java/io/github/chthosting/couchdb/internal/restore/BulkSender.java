package io.github.chthosting.couchdb.internal.restore;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.backup.Pauses;
import io.github.chthosting.couchdb.internal.backup.Workers;
import io.github.chthosting.couchdb.internal.shards.Lanes;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches, several at once. A batch is sent again when its answer is lost, which does no
 * harm: with {@code new_edits:false} a revision is written once. A batch that is refused as a whole
 * is halved until the documents are found that are to blame. Used by one thread.
 */
final class BulkSender implements Batcher.Batches {
  /** Too large, malformed, or not acceptable: because of one of its documents. */
  static final Set<Integer> BLAMES_A_DOCUMENT = Set.of(400, 413, 415, 417, 422);

  private static final int ATTEMPTS = 5;

  private final Wire wire;
  private final String database;
  private final Lanes lanes;
  private final Workers workers;
  private final Outcome outcome;
  private final BlockingQueue<Batch> free;
  private final int capacity;
  private volatile @Nullable ShardCopies copies;

  BulkSender(
      Wire wire, String database, Lanes lanes, Workers workers, Outcome outcome, Limits limits) {
    this.wire = wire;
    this.database = database;
    this.lanes = lanes;
    this.workers = workers;
    this.outcome = outcome;
    int batches = lanes.count() + limits.parallel();
    this.capacity = limits.capacity(batches);
    this.free = new ArrayBlockingQueue<>(batches);
    for (int i = 0; i < batches; i++) {
      free.add(new Batch(capacity));
    }
  }

  /**
   * Sends to the copies themselves from now on; null sends through the cluster. No request may be
   * under way.
   */
  void to(@Nullable ShardCopies newCopies) {
    copies = newCopies;
  }

  @Override
  public Batch take(int group, int size) throws IOException {
    Batch batch = size > capacity ? new Batch(size) : workers.take(free);
    batch.reset(group);
    return batch;
  }

  @Override
  public void send(Batch batch) throws IOException {
    workers.submit(() -> sendAll(batch));
  }

  private @Nullable Void sendAll(Batch batch) throws IOException {
    send(batch, 0, batch.count());
    if (batch.capacity() == capacity) {
      free.add(batch);
    }
    return null;
  }

  private void send(Batch batch, int from, int to) throws IOException {
    try {
      outcome.refused(post(batch, from, to));
      outcome.sent(to - from, batch.size(from, to));
    } catch (CouchDbException e) {
      if (!BLAMES_A_DOCUMENT.contains(e.status())) {
        throw e;
      }
      refused(batch, from, to, e.error(), e.reason());
    } catch (AccessDeniedException e) {
      // CouchDB's own check of _users and _replicator, if the database is ours still; else this
      // throws.
      wire.json(Call.of("GET", database));
      refused(batch, from, to, "forbidden", String.valueOf(e.getMessage()));
    }
  }

  private void refused(Batch batch, int from, int to, String error, String reason)
      throws IOException {
    if (to - from == 1) {
      outcome.refused(batch.document(from), error, reason);
      return;
    }
    int middle = (from + to) >>> 1;
    send(batch, from, middle);
    send(batch, middle, to);
  }

  private List<RowError> post(Batch batch, int from, int to) throws IOException {
    ShardCopies direct = copies;
    Optional<List<RowError>> answer =
        direct == null ? Optional.empty() : direct.write(batch.group(), () -> batch.body(from, to));
    return answer.isPresent() ? answer.get() : postToTheCluster(batch, from, to);
  }

  /**
   * The node that owns the range first; if it does not answer, any. What fails for a reason that
   * may pass is sent again.
   *
   * @return what is refused for good
   */
  private List<RowError> postToTheCluster(Batch batch, int from, int to) throws IOException {
    int address = lanes.address(batch.group());
    Call call = Call.of("POST", database, "_bulk_docs").body(batch.body(from, to)).asRepeatable();
    for (int attempt = 1; ; attempt++) {
      HostingException failure;
      try {
        List<RowError> errors = answer(address < 0 || attempt > 1 ? call : call.at(address));
        Optional<RowError> passing = RowError.passing(errors);
        if (passing.isEmpty()) {
          return errors;
        }
        failure = passing.get().failure("restore of " + database, errors.size());
      } catch (HostingException e) {
        failure = e;
      }
      if (!failure.isRetryable() || attempt == ATTEMPTS) {
        throw failure;
      }
      Pauses.before(attempt);
    }
  }

  private List<RowError> answer(Call call) {
    try (Reply reply = wire.send(call)) {
      return RowError.inList(reply.operation(), wire.parse(reply));
    }
  }
}
