package io.github.chthosting.couchdb.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.CouchDbException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.Lanes;
import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes revisions, as they are, into one database. Thread-safe. */
final class Target {
  private static final int ATTEMPTS = 4;
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
      JsonNode failures = send(batch.body(from, to), lane);
      failures.forEach(this::refuse);
      tally.written.add((long) to - from - failures.size());
    } catch (CouchDbException e) {
      if (e.status() != 413) {
        throw e;
      }
      halve(batch, from, to, lane, e);
    }
  }

  /** One document that is too large must not keep the others out. */
  private void halve(DocBatch batch, int from, int to, int lane, CouchDbException tooLarge) {
    if (to - from == 1) {
      tally.refuse(new Tally.Refused("?", "?", tooLarge.error(), tooLarge.reason()));
      return;
    }
    int middle = (from + to) / 2;
    write(batch, from, middle, lane);
    write(batch, middle, to, lane);
  }

  private JsonNode send(Body body, int lane) {
    int address = lanes.address(lane);
    Call call = Call.of("POST", database, "_bulk_docs").body(body).asRepeatable();
    return repeated(address < 0 ? call : call.at(address), call, wire::json);
  }

  /**
   * The transport repeats what was not answered; this, what was answered in part. If the node that
   * holds the range is away, any other takes it too.
   */
  private <T> T repeated(Call first, Call then, Function<Call, T> sender) {
    Call call = first;
    for (int attempt = 1; ; attempt++) {
      try {
        return sender.apply(call);
      } catch (UnreachableException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        call = then;
      }
    }
  }

  private void refuse(JsonNode failure) {
    tally.refuse(
        new Tally.Refused(
            failure.path("id").asText(),
            failure.path("rev").asText(),
            failure.path("error").asText(),
            failure.path("reason").asText()));
  }

  /** What the target has not of a list of revisions, as a list for {@code _bulk_get}. */
  RevisionList missing(RevisionList list) {
    Call call = Call.of("POST", database, "_revs_diff").body(list.body()).asRepeatable();
    return repeated(
        call,
        call,
        once -> {
          try (Reply reply = wire.send(once)) {
            return DiffAnswer.missing(reply.bytes(LONGEST_ANSWER));
          } catch (IOException e) {
            throw new HostingException(
                "asking " + database + " for what it has not",
                "POST /" + database + "/_revs_diff answered no JSON object: " + e.getMessage(),
                false,
                e);
          }
        });
  }

  /**
   * Writes one document with its attachments, from a body that can be read once.
   *
   * @param path of the document, below the database
   */
  void put(List<String> path, String id, String revision, Body body) {
    List<String> whole = new ArrayList<>(path);
    whole.add(0, database);
    try {
      wire.run(Call.of("PUT", whole).query("new_edits", false).body(body));
      tally.written.increment();
    } catch (AccessDeniedException e) {
      tally.refuse(new Tally.Refused(id, revision, "forbidden", String.valueOf(e.getMessage())));
    } catch (CouchDbException e) {
      if (e.isRetryable()) {
        throw e;
      }
      tally.refuse(new Tally.Refused(id, revision, e.error(), e.reason()));
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
