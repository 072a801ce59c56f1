package io.github.chthosting.couchdb.internal;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Json;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The {@code _local} documents of a database or a file, one at a time, as they arrive: a CHT has
 * one a phone. Not thread-safe.
 */
public final class LocalRows implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Reply reply;
  private final LocalRow row = new LocalRow();
  private final ResultsReader rows;
  private long delivered;

  private LocalRows(Reply reply) {
    this.reply = reply;
    this.rows =
        new ResultsReader(new ByteWindow(reply.body(), Integer.MAX_VALUE, PATIENCE), row, "rows");
  }

  /** Sends a call of {@code _local_docs}; the documents are asked for here. */
  public static LocalRows open(Wire wire, Call call) {
    return new LocalRows(wire.send(call.query("include_docs", true)));
  }

  /** Moves to the next row; false after the last. */
  public boolean next() {
    boolean more = read(rows::next);
    delivered += more ? 1 : 0;
    return more;
  }

  /** Returns whether the document came with it; CouchDB before 3.4 leaves out its own. */
  public boolean hasDocument() {
    return row.hasDocument();
  }

  /** The document's id, with {@code _local/}. */
  public String id() {
    return read(row::id);
  }

  /** The document's revision, {@code 0-N}; empty if it tells none. */
  public String rev() {
    return read(row::rev);
  }

  /** Says what the document is. */
  public DatabaseContents.Local kind() {
    return read(row::kind);
  }

  /** Returns the document, of which CouchDB itself is the author; missing if it did not come. */
  public JsonNode json() {
    return hasDocument() ? Json.mapper().readTree(document(rev())) : MissingNode.getInstance();
  }

  /** Returns the document on top of another revision, or of none where that is empty. */
  public byte[] document(String rev) {
    return read(() -> row.document(rev));
  }

  /** Something of an answer, which may break off or be none. */
  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T read(Reading<T> reading) throws HostingException {
    try {
      return reading.read();
    } catch (IOException e) {
      throw Refusal.broken(reply.operation(), delivered + " rows", e);
    }
  }

  @Override
  public void close() {
    reply.close();
  }
}
