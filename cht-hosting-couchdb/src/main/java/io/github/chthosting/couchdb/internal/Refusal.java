package io.github.chthosting.couchdb.internal;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.internal.rows.MalformedJsonException;
import io.github.chthosting.couchdb.internal.rows.ServerErrorException;
import io.github.chthosting.couchdb.server.ConflictException;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Turns answers that say no, and answers that break off, into the errors that callers see. */
public final class Refusal {
  private static final int EXCERPT = 16 << 10;

  private Refusal() {}

  /** The error for an answer of 300 or higher; reads its body. */
  public static HostingException of(Reply reply, int attempts, ObjectMapper mapper) {
    JsonNode body = excerpt(reply, mapper);
    String error = body.path("error").asString("");
    String reason = body.path("reason").asString("");
    String words = reply.status() + word(error) + (reason.isEmpty() ? "" : " - " + reason);
    String message =
        "%s: %s (attempt %d of %d)"
            .formatted(
                reply.operation(), words, reply.attempts(), Math.max(attempts, reply.attempts()));
    message += error.isEmpty() && !isOfCouchDb(reply) ? byAnother(reply) : "";
    return typed(reply, message, error, reason);
  }

  private static boolean isOfCouchDb(Reply reply) {
    return reply.header("Server").orElse("").startsWith("CouchDB/");
  }

  /** A proxy's answer, or that of something else: who it may be, and what to see to. */
  private static String byAnother(Reply reply) {
    String type = reply.header("Content-Type").orElse("no content type");
    String server = reply.header("Server").orElse("a server that does not say its name");
    return ". This is not CouchDB's own answer (%s, from %s): %s."
        .formatted(shown(type), shown(server), advice(reply.status()));
  }

  private static String advice(int status) {
    return switch (status) {
      case 413 -> "raise the request size that the proxy between allows, or send less at once";
      case 401, 403 ->
          "a proxy between asks for a log-in of its own; let requests to CouchDB pass it";
      case 408, 502, 503, 504 ->
          "check that CouchDB runs behind it, and how long the proxy between waits";
      default ->
          status < 400
              ? "it redirects elsewhere, perhaps to a log-in page; use CouchDB's own address"
              : "check host, port and path prefix, and any proxy between";
    };
  }

  /** A header of anybody's: not longer than a name is, and on one line. */
  private static String shown(String header) {
    String line = header.replaceAll("[^ -~]", "?");
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }

  private static HostingException typed(Reply reply, String message, String error, String reason) {
    String operation = reply.operation();
    return switch (reply.status()) {
      case 401, 403 -> new AccessDeniedException(operation, message, null);
      case 404 -> new NotFoundException(operation, message, error, reason);
      case 409 -> new ConflictException(operation, message, error, reason);
      default -> new CouchDbException(operation, message, reply.status(), error, reason, null);
    };
  }

  /** The error for an answer that began well and then holds {@code {"error":…}}. */
  public static CouchDbException inBody(String operation, String where, JsonNode error) {
    return inBody(
        operation, where, error.path("error").asString(""), error.path("reason").asString(""));
  }

  /** An error inside an answer that began well. */
  public static CouchDbException inBody(
      String operation, String where, String name, String reason) {
    String message =
        "%s: the answer began well and broke off with%s - %s, after %s. What came before is not complete.";
    return new CouchDbException(
        operation,
        message.formatted(operation, word(name), reason, where),
        200,
        name,
        reason,
        null);
  }

  /** The error for an answer that is not JSON. */
  public static HostingException notJson(Reply reply, @Nullable Throwable cause) {
    String type = reply.header("Content-Type").orElse("no content type");
    return new HostingException(
        reply.operation(),
        reply.operation()
            + ": status "
            + reply.status()
            + ", but the answer is not JSON ("
            + type
            + "). Check that this is CouchDB, and that no proxy changes its answers.",
        false,
        cause);
  }

  /** The error for an answer that is not what the request is answered with. */
  public static HostingException without(Reply reply, String member) {
    return new HostingException(
        reply.operation(),
        reply.operation()
            + ": the answer has no \""
            + member
            + "\". Check that this is CouchDB, and that no proxy changes its answers.",
        false,
        null);
  }

  /** The error for rows that broke off, said that the server failed, or were none. */
  public static HostingException broken(String operation, String where, IOException e) {
    if (e instanceof ServerErrorException said) {
      return inBody(operation, where, said.error(), said.reason());
    }
    if (e instanceof MalformedJsonException) {
      String message = "%s: %s. Check that this is CouchDB, and that no proxy changes its answers.";
      return new HostingException(
          operation, message.formatted(operation, e.getMessage()), false, e);
    }
    return cut(operation, where + " (" + e.getMessage() + ")", e);
  }

  /** The error for a body that could not be read to its end. Keeps the interrupt flag. */
  public static HostingException cut(String operation, String where, Exception error) {
    Exception cause = error instanceof JacksonIOException io ? io.getCause() : error;
    if (Thread.currentThread().isInterrupted()) {
      return new OperationCancelledException(
          operation, operation + ": interrupted after " + where, cause);
    }
    if (cause instanceof InterruptedIOException) {
      return new TimedOutException(
          operation, operation + ": no further byte in time, after " + where, cause);
    }
    return new UnreachableException(
        operation, operation + ": the answer was cut after " + where, cause);
  }

  private static String word(String error) {
    return error.isEmpty() ? "" : " " + error;
  }

  private static JsonNode excerpt(Reply reply, ObjectMapper mapper) {
    try {
      JsonNode body = mapper.readTree(firstBytes(reply.body()));
      return body == null ? mapper.createObjectNode() : body;
    } catch (JacksonException | IOException e) {
      // The status alone says what happened; a proxy's HTML page adds nothing to it.
      return mapper.createObjectNode();
    }
  }

  private static byte[] firstBytes(InputStream body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(body.readNBytes(EXCERPT));
    return bytes.toByteArray();
  }
}
