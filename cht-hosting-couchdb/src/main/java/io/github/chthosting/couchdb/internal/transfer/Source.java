package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.Names;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.BulkGetRow;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.Members;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.couchdb.server.IllegalNameException;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads revisions with their histories from one database, for the target. Thread-safe. */
final class Source {
  /** Number of times that a missing revision is asked for before it is taken as purged. */
  private static final int LOOKS = 3;

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
    RevisionList left = list;
    for (int attempt = 1; left.revisions() > 0; attempt++) {
      RevisionList asked = left;
      BulkAnswer answer = Attempts.of(reading(), () -> carryOnce(asked, lane));
      answer.refused().forEach(tally::refuse);
      if (attempt >= LOOKS && !answer.isWhole()) {
        tally.gone.add(answer.forgetGone(named(answer.missingIds())));
      }
      left = answer.again();
      if (!answer.isWhole()) {
        Attempts.requireMore(attempt, answer.failure(reading()));
      }
    }
  }

  /** A revision that is missing is gone only if the feed, too, names it no longer. */
  private Map<String, Set<String>> named(Set<String> ids) {
    return ids.isEmpty() ? Map.of() : NamedLeaves.of(wire, database, ids);
  }

  private String reading() {
    return "reading revisions of " + database;
  }

  private BulkAnswer carryOnce(RevisionList list, int lane) throws IOException {
    Call call =
        Call.of("POST", database, "_bulk_get")
            .query("revs", true)
            .query("latest", true)
            .header("Accept", "application/json")
            .body(list.body())
            .asRepeatable();
    BulkGetRow row = new BulkGetRow();
    BulkAnswer answer = new BulkAnswer(list);
    DocBatch batch = new DocBatch(batchBytes / 4);
    List<String[]> attached = new ArrayList<>();
    try (Reply reply = wire.send(call)) {
      ResultsReader rows =
          new ResultsReader(new ByteWindow(reply.body(), LONGEST_ROW, PATIENCE), row);
      while (rows.next()) {
        answer.take(row);
        take(row, batch, attached);
        if (batch.length() >= batchBytes) {
          target.write(batch, lane);
          batch.clear();
        }
      }
      answer.requireAll();
    }
    target.write(batch, lane);
    attached.forEach(document -> carry(document[0], document[1]));
    return answer;
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
  }

  /** Streams one revision with its attachments from one side to the other. */
  void carry(String id, String revision) {
    try {
      List<String> path = Names.document(id);
      for (int attempt = 1; !isCarried(path, id, revision, attempt); attempt++) {
        Attempts.requireMore(attempt, missing(id, revision));
      }
    } catch (IllegalNameException e) {
      tally.refuse(new RowError(id, revision, "illegal_docid", "" + e.getMessage()));
    }
  }

  /** False if it has to be asked for again. */
  private boolean isCarried(List<String> path, String id, String revision, int attempt) {
    try {
      Optional<RowError> refusal = Attempts.of(reading(), () -> carryOnce(path, id, revision));
      // What was cut without saying so is refused, too.
      if (refusal.isPresent() && attempt < LOOKS && refusal.get().error().equals("bad_request")) {
        return false;
      }
      refusal.ifPresent(tally::refuse);
      return true;
    } catch (NotFoundException e) {
      return attempt >= LOOKS && isGone(id, revision);
    }
  }

  private boolean isGone(String id, String revision) {
    boolean gone = !named(Set.of(id)).getOrDefault(id, Set.of()).contains(revision);
    tally.gone.add(gone ? 1 : 0);
    return gone;
  }

  private HostingException missing(String id, String revision) {
    return new RowError(
            id, revision, "not_found", "the feed names it, but the server does not send it")
        .failure(reading(), 1);
  }

  private Optional<RowError> carryOnce(List<String> path, String id, String revision)
      throws IOException {
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
      return stream(reply, path, id, revision);
    }
  }

  private Optional<RowError> stream(Reply reply, List<String> path, String id, String revision)
      throws IOException {
    String type = reply.header("Content-Type").orElse("application/json");
    long length = reply.header("Content-Length").map(Long::parseLong).orElse(-1L);
    InputStream content = FirstBytes.requireDocument(reply.body(), type);
    List<IOException> cut = new ArrayList<>();
    try {
      Body body = Body.of(type, length, out -> pipe(content, out, cut));
      Optional<RowError> refusal = target.put(path, id, revision, body);
      tally.bytes.add(Math.max(0, length));
      return refusal;
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
}
