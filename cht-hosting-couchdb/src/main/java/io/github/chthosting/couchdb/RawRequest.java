package io.github.chthosting.couchdb;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * A request of any kind, for what has no method of its own. The path is given in segments that are
 * not encoded; each is percent-encoded on the wire, {@code /} included. A builder that ends in a
 * method which sends; not thread-safe.
 *
 * <pre>{@code
 * JsonNode jobs = couch.request("GET", "_scheduler", "jobs").query("limit", 100).json();
 * }</pre>
 */
public final class RawRequest {
  private final Wire wire;
  private Call call;

  RawRequest(Wire wire, Call call) {
    this.wire = wire;
    this.call = call;
  }

  /** Adds a query parameter, not encoded. JSON values are to be given as JSON text. */
  public RawRequest query(String name, Object value) {
    return with(call.query(name, value));
  }

  /** Adds a header. */
  public RawRequest header(String name, String value) {
    return with(call.header(name, value));
  }

  /** A JSON body: a {@code JsonNode}, or anything that the client's object mapper writes. */
  public RawRequest body(Object value) {
    return with(call.body(wire.body(value)));
  }

  /** A body of bytes; the array is not copied. */
  public RawRequest body(String contentType, byte[] bytes) {
    return with(call.body(Body.bytes(contentType, bytes)));
  }

  /** A body that {@code writer} produces, once for each attempt; {@code length} -1 if not known. */
  public RawRequest body(String contentType, long length, BodyWriter writer) {
    return with(call.body(Body.of(contentType, length, writer::writeTo)));
  }

  /**
   * Says that sending it twice does no more than sending it once, so that it may be retried. GET
   * and HEAD are repeatable without it.
   */
  public RawRequest repeatable() {
    return with(call.asRepeatable());
  }

  /** Sets how long the first byte, and each further read, may take; zero for no limit. */
  public RawRequest timeLimit(Duration limit) {
    return with(call.timeLimit(limit));
  }

  /**
   * Sends it; answers of any status are returned.
   *
   * @throws io.github.chthosting.UnreachableException no answer
   * @throws io.github.chthosting.TimedOutException none in time
   */
  public RawReply send() {
    return new RawReply(wire.sendAny(call));
  }

  /**
   * Sends it and reads the answer's JSON, at most 64 MiB.
   *
   * @throws CouchDbException status 400 or higher
   */
  public JsonNode json() {
    return wire.json(call);
  }

  /** Sends like {@link #json()}, and maps the answer to a type by the client's object mapper. */
  public <T> T json(Class<T> type) {
    return wire.json(call, type);
  }

  private RawRequest with(Call changed) {
    call = changed;
    return this;
  }

  /** Writes a body from its start, each time that it is called; does not close the stream. */
  @FunctionalInterface
  public interface BodyWriter {
    void writeTo(OutputStream out) throws IOException;
  }
}
