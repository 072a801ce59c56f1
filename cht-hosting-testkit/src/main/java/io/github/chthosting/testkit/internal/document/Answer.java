package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.JsonText;
import io.github.chthosting.testkit.internal.store.Rev;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers in the form that CouchDB gives them. */
public final class Answer {
  private Answer() {}

  /** A new, empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A JSON value and a line feed, with its length. */
  public static void json(Response response, int status, JsonNode value) throws IOException {
    json(response, status, JsonText.bytes(value));
  }

  /** A JSON text and a line feed, with its length. */
  public static void json(Response response, int status, byte[] text) throws IOException {
    response.status(status).header("Content-Length", String.valueOf(text.length + 1));
    try (OutputStream body = jsonHead(response).body()) {
      body.write(text);
      body.write('\n');
    }
  }

  /** {@code {"ok":true}}. */
  public static void ok(Response response, int status) throws IOException {
    json(response, status, object().put("ok", true));
  }

  /** {@code ok}, {@code id} and {@code rev}. */
  static ObjectNode written(String id, Rev rev) {
    return object().put("ok", true).put("id", id).put("rev", rev.toString());
  }

  /** Sets the headers of every JSON answer. */
  public static Response jsonHead(Response response) {
    return response
        .header("Content-Type", "application/json")
        .header("Cache-Control", "must-revalidate");
  }

  /** A JSON body without a length, to be written piece by piece. */
  public static JsonStream stream(Response response, int status) throws IOException {
    return new JsonStream(jsonHead(response.status(status)).body());
  }

  /**
   * Answers 304 if the client has that version; else sets the {@code ETag} header. Returns whether
   * it answered.
   */
  static boolean unchanged(Request request, Response response, String etag) throws IOException {
    boolean answered = isKnown(request, response, etag);
    if (!answered) {
      response.header("ETag", etag);
    }
    return answered;
  }

  /** Answers 304 if the client has that version. Returns whether it did. */
  static boolean isKnown(Request request, Response response, String etag) throws IOException {
    String known = request.header("If-None-Match");
    if (known == null
        || Arrays.stream(known.split("[, ]+", -1))
            .noneMatch(tag -> (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag))) {
      return false;
    }
    response.status(304).header("ETag", etag).header("Content-Length", "0").body().close();
    return true;
  }

  /** 405 with the methods that are allowed there. */
  static void methodNotAllowed(Response response, String methods) throws IOException {
    response.header("Allow", methods);
    json(
        response,
        405,
        object().put("error", "method_not_allowed").put("reason", "Only " + methods + " allowed"));
  }

  /** {@code error} and {@code reason} of a failure. */
  static ObjectNode error(ApiException e) {
    return object().put("error", e.error()).put("reason", e.reason());
  }

  /** A JSON body that is written piece by piece; sent when 64 kB are there. */
  public static final class JsonStream implements AutoCloseable {
    private static final int ENOUGH = 64 * 1024;
    private final OutputStream out;
    private final JsonPrinter printer = new JsonPrinter(ENOUGH);

    JsonStream(OutputStream out) {
      this.out = out;
    }

    /** Returns what is printed here is sent later. */
    public JsonPrinter printer() throws IOException {
      if (printer.size() > ENOUGH) {
        drain();
      }
      return printer;
    }

    /** Sends all that was printed at once. */
    public void flush() throws IOException {
      drain();
      out.flush();
    }

    private void drain() throws IOException {
      printer.writeTo(out);
      printer.reset();
    }

    @Override
    public void close() throws IOException {
      drain();
      out.close();
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
