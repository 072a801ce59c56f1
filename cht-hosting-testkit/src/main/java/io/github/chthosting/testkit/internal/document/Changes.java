package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.store.ChangesCursor;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.JsonText;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import io.github.chthosting.testkit.internal.store.Subscription;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /db/_changes}. A feed that waits holds its thread. */
final class Changes {
  private static final long DEFAULT_TIMEOUT = 60_000;

  private final DocumentContext db;
  private final Request request;
  private final Response response;

  Changes(DocumentContext db) {
    this.db = db;
    this.request = db.request();
    this.response = db.response();
  }

  void handle() throws IOException {
    ObjectNode body = null;
    switch (request.method()) {
      case "GET", "HEAD" -> {}
      case "POST" -> body = body();
      default -> {
        Answer.methodNotAllowed(response, "GET,POST,HEAD");
        return;
      }
    }
    ChangesQuery query = ChangesQuery.parse(request);
    ChangesFilter filter = ChangesFilter.of(db, query, body);
    if (query.feed.equals("normal") && Answer.isKnown(request, response, etag())) {
      return;
    }
    new Feed(query, filter).run();
  }

  private @Nullable ObjectNode body() {
    RequestBody.requireJson(request);
    return "0".equals(request.header("Content-Length"))
        ? null
        : RequestBody.objectOfAnyType(request);
  }

  private String etag() {
    byte[] info = JsonText.bytes(db.store().info());
    String hash = UUID.nameUUIDFromBytes(info).toString().replace("-", "");
    return '"' + hash.substring(0, 25).toUpperCase(Locale.ROOT) + '"';
  }

  /** The end of an answer. */
  private record Last(JsonNode seq, long pending) {}

  /** One answer. */
  private final class Feed {
    private final ChangesQuery query;
    private final ChangesFilter filter;
    private final boolean local = db.store().isLocal();
    private final Semaphore changed = new Semaphore(0);
    private long left;
    private long rows;
    private @Nullable JsonNode lastRow;
    private String separator = "";

    Feed(ChangesQuery query, ChangesFilter filter) {
      this.query = query;
      this.filter = filter;
      this.left = query.limit;
    }

    void run() throws IOException {
      Subscription subscription = db.store().onChange(changed::release);
      try {
        ChangesCursor cursor = db.store().changes(query.since, query.descending);
        if (query.feed.equals("normal")) {
          response.header("ETag", etag());
        }
        if (query.feed.equals("eventsource")) {
          response.header("Cache-Control", "no-cache").header("Content-Type", "text/event-stream");
          send(cursor, new Answer.JsonStream(response.status(200).body()));
        } else {
          send(cursor, Answer.stream(response, 200));
        }
      } finally {
        subscription.close();
      }
    }

    private void send(ChangesCursor first, Answer.JsonStream stream) throws IOException {
      try (Answer.JsonStream out = stream) {
        if (!query.isLive()) {
          out.printer().raw("{\"results\":[\n");
        }
        ChangesCursor cursor = first;
        rows(cursor, out);
        while (waits() && await(out)) {
          cursor = db.store().changes(cursor.seq().asString(""), false);
          rows(cursor, out);
        }
        end(cursor, out);
      }
    }

    private boolean waits() {
      return switch (query.feed) {
        case "normal" -> false;
        case "longpoll" -> rows == 0 && !query.descending && left != 0;
        // Before 3.4 a limit ends the rows, but not the feed.
        default -> (left != 0 || db.settings().version().isBefore(3, 4)) && !query.descending;
      };
    }

    /** Waits for a change; false when the time is over. */
    private boolean await(Answer.JsonStream out) throws IOException {
      if (rows == 0) {
        out.printer().raw("\n");
      }
      out.flush();
      long most = Math.min(DEFAULT_TIMEOUT, query.timeout);
      long step = query.heartbeat > 0 ? Math.min(DEFAULT_TIMEOUT, query.heartbeat) : most;
      try {
        while (!changed.tryAcquire(step, TimeUnit.MILLISECONDS)) {
          if (query.heartbeat <= 0) {
            return false;
          }
          heartbeat(out);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for changes");
      }
      changed.drainPermits();
      return isThere();
    }

    private boolean isThere() {
      try {
        db.store().documentCount();
        return true;
      } catch (ApiException e) {
        return false;
      }
    }

    private void heartbeat(Answer.JsonStream out) throws IOException {
      boolean events = query.feed.equals("eventsource");
      out.printer().raw(events ? "event: heartbeat\ndata: \n\n" : "\n");
      out.flush();
    }

    private void rows(ChangesCursor cursor, Answer.JsonStream out) throws IOException {
      while (left != 0) {
        StoredDocument document = cursor.next();
        if (document == null) {
          return;
        }
        List<Rev> revs = filter.apply(document, query.allLeaves);
        for (int times = filter.times(document);
            times > 0 && left != 0 && !revs.isEmpty();
            times--) {
          row(cursor, document, revs, out.printer());
          lastRow = filter.lookup() ? cursor.seq() : null;
          left--;
          rows++;
        }
      }
    }

    private void row(ChangesCursor cursor, StoredDocument document, List<Rev> revs, JsonPrinter out)
        throws IOException {
      String seq = left % query.seqInterval == 0 ? cursor.seq().toString() : "null";
      out.raw(query.isLive() ? "" : separator);
      separator = local ? ",\n" : ",\r\n";
      if (query.feed.equals("eventsource")) {
        out.raw("data: ");
      }
      change(out.raw("{\"seq\":").raw(seq), document, revs);
      switch (query.feed) {
        case "continuous" -> out.raw("\n");
        case "eventsource" -> out.raw("\nid: ").raw(seq).raw("\n\n");
        default -> {}
      }
    }

    private void change(JsonPrinter out, StoredDocument document, List<Rev> revs)
        throws IOException {
      out.raw(",\"id\":").string(document.id()).raw(",\"changes\":");
      String comma = "[";
      for (Rev rev : revs) {
        out.raw(comma).raw("{\"rev\":").string(rev.toString()).raw("}");
        comma = ",";
      }
      out.raw(document.isDeleted() ? "],\"deleted\":true" : "]");
      if (query.includeDocs) {
        out.raw(",\"doc\":");
        document(out, document);
      }
      out.raw("}");
    }

    private void document(JsonPrinter out, StoredDocument document) throws IOException {
      if (filter.fields() == null) {
        new DocumentPrinter(out, query.docOptions()).winner(document);
        return;
      }
      JsonPrinter whole = new JsonPrinter(512);
      new DocumentPrinter(whole, query.docOptions()).winner(document);
      out.value(filter.fields().extract((ObjectNode) JsonText.parse(whole.toByteArray())));
    }

    private void end(ChangesCursor cursor, Answer.JsonStream out) throws IOException {
      JsonPrinter printer = out.printer();
      if (query.feed.equals("eventsource")) {
        printer.raw("\n");
        return;
      }
      printer.raw(query.isLive() ? "{\"last_seq\":" : "\n],\n\"last_seq\":");
      Last last = last(cursor);
      printer.raw(last.seq().toString());
      if (!local) {
        printer.raw(",\"pending\":").raw(String.valueOf(last.pending()));
      }
      printer.raw("}\n\n");
    }

    private Last last(ChangesCursor cursor) {
      Last last = new Last(seq(cursor), pending(cursor));
      if (left != 0 || filter.accepts() == null || local) {
        return last;
      }
      // A cluster has taken the next change already, and remembers that a filter left it out.
      StoredDocument next = cursor.next();
      if (next == null || !filter.apply(next, query.allLeaves).isEmpty()) {
        return last;
      }
      return new Last(cursor.seq(), query.limit == 0 ? cursor.pending() : last.pending());
    }

    // What was looked up is not read in order; the end is that of the database.
    private JsonNode seq(ChangesCursor cursor) {
      if (!filter.lookup() || left == 0 || !isThere()) {
        return cursor.seq();
      }
      return query.descending && lastRow != null ? lastRow : db.store().updateSeq();
    }

    // Where CouchDB looks documents up, those that it did not look at stay pending.
    private long pending(ChangesCursor cursor) {
      if (!isThere()) {
        return 0;
      }
      if (filter.lookup()) {
        return db.store().changes(query.since, query.descending).pending() - rows;
      }
      return cursor.pending();
    }
  }
}
