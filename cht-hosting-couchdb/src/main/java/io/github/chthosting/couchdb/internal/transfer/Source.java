package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.IllegalNameException;
import io.github.chthosting.couchdb.NotFoundException;
import io.github.chthosting.couchdb.internal.Names;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.BulkGetRow;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.Members;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads revisions with their histories from one database, for the target. Thread-safe. */
final class Source {
  private static final int ATTEMPTS = 5;
  private static final int LONGEST_ROW = 1 << 30;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration STREAM = Duration.ofMinutes(5);

  private final Wire wire;
  private final String database;
  private final Target target;
  private final Tally tally;
  private final int batchBytes;

  Source(Wire wire, String database, Target target, Tally tally, int batchBytes) {
    this.wire = wire;
    this.database = database;
    this.target = target;
    this.tally = tally;
    this.batchBytes = batchBytes;
  }

  /** Carries the revisions of a list: those with attachments one by one. */
  void carry(RevisionList list, int lane) {
    repeating(() -> carryOnce(list.body(), lane));
  }

  private void carryOnce(Body body, int lane) throws IOException {
    Call call =
        Call.of("POST", database, "_bulk_get")
            .query("revs", true)
            .query("latest", true)
            .header("Accept", "application/json")
            .body(body)
            .asRepeatable();
    BulkGetRow row = new BulkGetRow();
    DocBatch batch = new DocBatch(batchBytes / 4);
    List<String[]> attached = new ArrayList<>();
    try (Reply reply = wire.send(call)) {
      ResultsReader rows =
          new ResultsReader(new ByteWindow(reply.body(), LONGEST_ROW, PATIENCE), row);
      while (rows.next()) {
        take(row, batch, attached);
        if (batch.length() >= batchBytes) {
          target.write(batch, lane);
          batch.clear();
        }
      }
    }
    target.write(batch, lane);
    attached.forEach(document -> carry(document[0], document[1]));
  }

  private void take(BulkGetRow row, DocBatch batch, List<String[]> attached) throws IOException {
    for (int i = 0; i < row.found().count(); i++) {
      int start = row.found().start(i);
      int end = row.found().end(i);
      Members members = new Members();
      if (row.mayHaveAttachments(i)
          && members.over(row.bytes(), start, end).find("_attachments")
          && members.over(row.bytes(), start, end).find("_rev")) {
        String id = Json.unescape(row.bytes(), row.idStart(), row.idEnd());
        attached.add(new String[] {id, members.text()});
      } else {
        batch.add(row.bytes(), start, end);
        tally.read.increment();
      }
    }
    // Purged since, or replaced by a revision that the feed will still tell.
    tally.gone.add(row.missing().count());
  }

  /** Streams one revision with its attachments from one side to the other. */
  void carry(String id, String revision) {
    try {
      List<String> path = Names.document(id);
      repeating(() -> carryOnce(path, id, revision));
    } catch (IllegalNameException e) {
      tally.refuse(new Tally.Refused(id, revision, "illegal_name", "" + e.getMessage()));
    }
  }

  private void carryOnce(List<String> path, String id, String revision) throws IOException {
    List<String> whole = new ArrayList<>(path);
    whole.add(0, database);
    Call call =
        Call.of("GET", whole)
            .query("rev", revision)
            .query("revs", true)
            .query("attachments", true)
            .header("Accept", "multipart/related, application/json")
            .header("Accept-Encoding", "identity")
            .timeLimit(STREAM);
    try (Reply reply = wire.send(call)) {
      tally.read.increment();
      stream(reply, path, id, revision);
    } catch (NotFoundException e) {
      tally.gone.increment();
    }
  }

  private void stream(Reply reply, List<String> path, String id, String revision)
      throws IOException {
    String type = reply.header("Content-Type").orElse("application/json");
    long length = reply.header("Content-Length").map(Long::parseLong).orElse(-1L);
    List<IOException> cut = new ArrayList<>();
    try {
      target.put(path, id, revision, Body.of(type, length, out -> pipe(reply.body(), out, cut)));
      tally.bytes.add(Math.max(0, length));
    } catch (HostingException e) {
      // To the target it looks as if we had failed, but the source did, and may do better.
      if (cut.isEmpty()) {
        throw e;
      }
      throw cut.get(0);
    }
  }

  private static void pipe(InputStream in, OutputStream out, List<IOException> cut)
      throws IOException {
    byte[] buffer = new byte[32 << 10];
    while (true) {
      int count;
      try {
        count = in.read(buffer);
      } catch (IOException e) {
        cut.add(e);
        throw e;
      }
      if (count < 0) {
        return;
      }
      out.write(buffer, 0, count);
    }
  }

  /** Something that reads and writes, and may be done again as a whole. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void repeating(Step step) {
    for (int attempt = 1; ; attempt++) {
      try {
        step.run();
        return;
      } catch (IOException e) {
        requireMore(attempt, new UnreachableException("replication", message(e), e));
      } catch (HostingException e) {
        requireMore(attempt, e);
      }
    }
  }

  private String message(IOException e) {
    return "reading revisions of " + database + " broke off: " + e.getMessage();
  }

  private static void requireMore(int attempt, HostingException failure) {
    if (!failure.isRetryable() || attempt == ATTEMPTS) {
      throw failure;
    }
    try {
      Thread.sleep(200L << attempt);
    } catch (InterruptedException e) {
      throw Flights.cancelled(e);
    }
  }
}
