package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.MalformedJsonException;
import io.github.chthosting.couchdb.internal.shards.Lanes;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes revisions, as they are, into one database. Thread-safe. */
final class Target {
  private static final int LONGEST_ANSWER = 64 << 20;

  private final Wire wire;
  private final String database;
  private final Lanes lanes;
  private final Tally tally;

  Target(Wire wire, String database, Lanes lanes, Tally tally) {
    this.wire = wire;
    this.database = database;
    this.lanes = lanes;
    this.tally = tally;
  }

  /** Writes a batch; what the target refuses is counted, not thrown. */
  void write(DocBatch batch, int lane) {
    if (batch.count() > 0) {
      write(batch, 0, batch.count(), lane);
      tally.bytes.add(batch.length());
    }
  }

  private void write(DocBatch batch, int from, int to, int lane) {
    try {
      List<RowError> refused = refused(batch.body(from, to), lane);
      refused.forEach(tally::refuse);
      tally.written.add((long) to - from - refused.size());
    } catch (CouchDbException e) {
      if (!RowError.blamesADocument(e)) {
        throw e;
      }
      halve(batch, from, to, lane, new RowError("", "", e.error(), e.reason()));
    } catch (AccessDeniedException e) {
      if (!isOfCouchDb()) {
        throw e;
      }
      // Said of one document, if the database is ours still; else this throws.
      wire.json(Call.of("GET", database));
      halve(batch, from, to, lane, new RowError("", "", "forbidden", "" + e.getMessage()));
    }
  }

  /** Returns whether CouchDB checks documents of this database itself: users, replications. */
  private boolean isOfCouchDb() {
    return database.startsWith("_", database.lastIndexOf('/') + 1);
  }

  /** One document that is not taken must not keep the others out. */
  private void halve(DocBatch batch, int from, int to, int lane, RowError why) {
    if (to - from == 1) {
      tally.refuse(batch.refused(from, why.error(), why.reason()));
      return;
    }
    int middle = (from + to) / 2;
    write(batch, from, middle, lane);
    write(batch, middle, to, lane);
  }

  /**
   * Sends documents, again if one of them fails for a reason that may pass: a revision is written
   * once, however often it is sent. If the node that holds the range is away, any other takes it.
   *
   * @return what is refused for good
   */
  private List<RowError> refused(Body body, int lane) {
    int address = lanes.address(lane);
    Call call = Call.of("POST", database, "_bulk_docs").body(body).asRepeatable();
    for (int attempt = 1; ; attempt++) {
      try {
        boolean pinned = address >= 0 && attempt == 1;
        List<RowError> errors =
            RowError.inList(writing(), wire.json(pinned ? call.at(address) : call));
        Optional<RowError> passing = RowError.passing(errors);
        if (passing.isEmpty()) {
          return errors;
        }
        Attempts.requireMore(attempt, passing.get().failure(writing(), errors.size()));
      } catch (UnreachableException | CouchDbException e) {
        Attempts.requireMore(attempt, e);
      }
    }
  }

  private String writing() {
    return "POST /" + database + "/_bulk_docs";
  }

  /** Returns what the target has not of a list of revisions, as a list for {@code _bulk_get}. */
  RevisionList missing(RevisionList list) {
    Call call = Call.of("POST", database, "_revs_diff").body(list.body()).asRepeatable();
    return Attempts.of(
        "asking " + database + " for the revisions it lacks",
        () -> {
          try (Reply reply = wire.send(call)) {
            return missing(reply);
          }
        });
  }

  private RevisionList missing(Reply reply) throws IOException {
    try {
      return DiffAnswer.missing(reply.bytes(LONGEST_ANSWER));
    } catch (MalformedJsonException e) {
      throw new HostingException(
          "asking " + database + " for the revisions it lacks",
          "POST /" + database + "/_revs_diff answered no JSON object: " + e.getMessage(),
          false,
          e);
    }
  }

  /**
   * Writes one document with its attachments, from a body that can be read once.
   *
   * @param path of the document, below the database
   * @return why the target does not take it, if it does not
   */
  Optional<RowError> put(List<String> path, String id, String revision, Body body) {
    List<String> whole = new ArrayList<>(path);
    whole.add(0, database);
    try {
      wire.run(Call.of("PUT", whole).query("new_edits", false).body(body));
      tally.written.increment();
      return Optional.empty();
    } catch (AccessDeniedException e) {
      return Optional.of(new RowError(id, revision, "forbidden", "" + e.getMessage()));
    } catch (CouchDbException e) {
      if (!RowError.blamesADocument(e)) {
        throw e;
      }
      return Optional.of(new RowError(id, revision, e.error(), e.reason()));
    }
  }

  /** Makes the target write to disk what it has, where its version does that later. */
  void commit() {
    try {
      wire.json(
          Call.of("POST", database, "_ensure_full_commit").body(Body.json("{}")).asRepeatable());
    } catch (CouchDbException e) {
      // CouchDB always commits at once since 3.0, and may drop the call.
      if (e.status() != 404 && e.status() != 405) {
        throw e;
      }
    }
  }
}
