package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Body;
import io.github.chthosting.http.Reply;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Copies what changed in one file to another: rows in their order, bytes as they are, in batches.
 * Revisions keep their history, so copying twice does no more than copying once. Not thread-safe.
 */
public final class Copier {
  private static final int DOCUMENTS = 500;
  private static final int BYTES = 2 << 20;
  private static final int MOST_NAMED = 1000;
  private static final int ATTEMPTS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private final ShardFile source;
  private final ShardFile target;
  private final BulkGet histories;
  private final Predicate<String> wanted;
  private final boolean alone;
  private final Pace pace;
  private final WorkContext context;
  private final Batch batch = new Batch();
  private final List<FeedRow> deferred = new ArrayList<>();
  private final List<FeedRow> heavy = new ArrayList<>();
  private final List<RowError> refused = new ArrayList<>();
  private long documents;
  private long bytes;

  public Copier(
      ShardFile source, ShardFile target, String database, Pace pace, WorkContext context) {
    this(source, target, database, pace, context, id -> true, false);
  }

  private Copier(
      ShardFile source,
      ShardFile target,
      String database,
      Pace pace,
      WorkContext context,
      Predicate<String> wanted,
      boolean alone) {
    this.wanted = wanted;
    this.alone = alone;
    this.source = source;
    this.target = target;
    Wire wire = source.wire();
    this.histories = new BulkGet(wire, database);
    this.pace = pace;
    this.context = context;
  }

  /** Copies these ids alone, and asks no other copy for what the source has. */
  static Copier ofSome(
      ShardFile source, ShardFile target, Predicate<String> ids, WorkContext context) {
    return new Copier(source, target, "", new Pace(0), context, ids, true);
  }

  /**
   * One pass over what changed after {@code since}.
   *
   * @param reached told the source's sequence that the target has all of, after each batch
   * @return the source's sequence at the end
   */
  public long pass(long since, boolean skipKnown, LongConsumer reached) {
    return pass(since, skipKnown, reached, row -> {});
  }

  /**
   * One pass, as {@link #pass(long, boolean, LongConsumer)} makes it.
   *
   * @param seen told each row
   */
  long pass(long since, boolean skipKnown, LongConsumer reached, Consumer<FeedRow> seen) {
    try (Feed feed = Feed.of(source, since, true)) {
      List<FeedRow> rows = new ArrayList<>();
      long size = 0;
      for (FeedRow row = feed.next(); row != null; row = feed.next()) {
        seen.accept(row);
        if (wanted.test(row.id())) {
          rows.add(row);
          size += row.length();
        }
        if (rows.size() >= DOCUMENTS || size >= BYTES) {
          flush(rows, skipKnown, reached);
          size = 0;
        }
      }
      flush(rows, skipKnown, reached);
      return feed.lastSequence();
    }
  }

  /** Revisions written so far. */
  public long documents() {
    return documents;
  }

  /** Bytes written so far, without attachments. */
  public long bytes() {
    return bytes;
  }

  private void flush(List<FeedRow> rows, boolean skipKnown, LongConsumer reached) {
    if (rows.isEmpty()) {
      return;
    }
    context.checkCancelled();
    long last = rows.get(rows.size() - 1).sequence();
    write(skipKnown ? unknown(rows) : rows);
    rows.clear();
    reached.accept(last);
  }

  /** Writes these revisions to the target. */
  void write(List<FeedRow> rows) {
    deferred.clear();
    heavy.clear();
    rows.forEach(this::route);
    List<BulkGet.Revision> left = histories.fetch(deferred, batch);
    send();
    left.forEach(revision -> stream(revision.id(), revision.rev()));
    for (FeedRow row : heavy) {
      row.revisions().forEach(rev -> stream(row.id(), rev));
    }
  }

  private void route(FeedRow row) {
    if (row.isWhole()) {
      row.addTo(batch);
    } else if (alone
        || row.mayHaveAttachments()
        || !row.hasDocument()
        || row.revisions().size() > 1) {
      // A conflict may have attachments where the winner has none.
      heavy.add(row);
    } else {
      deferred.add(row);
    }
  }

  private void send() {
    if (batch.documents() > 0) {
      pace.await(batch.size());
      send(0, batch.documents());
      bytes += batch.size();
      batch.clear();
    }
  }

  /** One document that the target does not take must not keep the others out. */
  private void send(int from, int to) {
    try {
      note(written(batch.body(from, to)));
      documents += to - from;
    } catch (CouchDbException e) {
      if (!RowError.blamesADocument(e)) {
        throw e;
      }
      if (to - from == 1) {
        refuse(batch.refused(from, e.error(), e.reason()));
        return;
      }
      int middle = (from + to) >>> 1;
      send(from, middle);
      send(middle, to);
    }
  }

  /** Writes again what failed for a reason that may pass. */
  private List<RowError> written(Body body) {
    List<RowError> errors = target.write(body);
    for (int attempt = 1; RowError.passing(errors).isPresent() && attempt < ATTEMPTS; attempt++) {
      Waiting.pause(FIRST_PAUSE.multipliedBy(1L << attempt), "shard move");
      errors = target.write(body);
    }
    return errors;
  }

  private void note(List<RowError> errors) {
    Optional<RowError> passing = RowError.passing(errors);
    if (passing.isPresent()) {
      throw passing.get().failure("copy of " + source + " to " + target.node(), errors.size());
    }
    documents -= errors.size();
    errors.forEach(this::refuse);
  }

  private void refuse(RowError error) {
    if (refused.size() < MOST_NAMED) {
      refused.add(error);
    }
  }

  /**
   * Revisions that the target did not take over HTTP: ids that begin with an underscore, what is
   * larger than its limit now. Internal replication carries them.
   */
  List<RowError> refused() {
    return refused;
  }

  /**
   * Requires that no document was refused; used where internal replication does not carry them
   * later.
   *
   * @throws HostingException naming the first, if there are any
   */
  void requireAllTaken() {
    if (!refused.isEmpty()) {
      String operation = "copy of " + source + " to " + target.node();
      RowError first = refused.get(0);
      throw new HostingException(
          operation,
          "%s: %d documents were refused, the first: %s; %s. Nothing was taken out of the map."
              .formatted(operation, refused.size(), first, RowError.wayOut(first.error())),
          false,
          null);
    }
  }

  /** Copies one revision. */
  void one(String id, String rev) {
    stream(id, rev);
  }

  /** Passes one revision on while it comes, attachments included. */
  private void stream(String id, String rev) {
    context.checkCancelled();
    try (Reply revision = source.revision(id, rev)) {
      note(target.write(Body.of("application/json", -1, out -> pipe(revision, out))));
      documents++;
    } catch (NotFoundException e) {
      // Replaced and compacted away meanwhile: what replaced it comes in the feed.
    } catch (CouchDbException e) {
      if (!RowError.blamesADocument(e)) {
        throw e;
      }
      refuse(new RowError(id, rev, e.error(), e.reason()));
    }
  }

  private static void pipe(Reply revision, OutputStream out) throws IOException {
    out.write("{\"new_edits\":false,\"docs\":[".getBytes(StandardCharsets.US_ASCII));
    revision.body().transferTo(out);
    out.write("]}".getBytes(StandardCharsets.US_ASCII));
  }

  private List<FeedRow> unknown(List<FeedRow> rows) {
    Map<String, List<String>> asked = new LinkedHashMap<>();
    rows.forEach(row -> asked.put(row.id(), row.revisions()));
    Map<String, List<String>> missing = target.missing(asked);
    List<FeedRow> unknown = new ArrayList<>();
    for (FeedRow row : rows) {
      List<String> revisions = missing.get(row.id());
      if (revisions != null) {
        unknown.add(row.only(revisions));
      }
    }
    return unknown;
  }
}
