package io.github.chthosting.couchdb.internal;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.rows.Members;
import io.github.chthosting.couchdb.server.CouchDbException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * An error in the place of one document, within an answer that is 200 or 201 as a whole. Every
 * answer of {@code _bulk_docs}, {@code _bulk_get}, {@code _purge} and {@code _all_docs} by keys may
 * hold some. Words: {@code chttpd:error_info}.
 *
 * @param id of the document; empty if the answer does not say it
 * @param rev that it was for; empty if the answer does not say it
 * @param error CouchDB's word, such as {@code timeout}
 * @param reason CouchDB's words
 */
public record RowError(String id, String rev, String error, String reason) {
  /** Said because of the document itself: asking again changes nothing. */
  private static final Set<String> REFUSALS =
      Set.of(
          "forbidden",
          "unauthorized",
          "illegal_docid",
          "illegal_partition",
          "partition_overflow",
          "doc_validation",
          "bad_request",
          "compilation_error",
          "invalid_design_doc",
          "missing_stub",
          "conflict",
          "too_large",
          "document_too_large",
          "attachment_too_large");

  /** Statuses of a whole request that one of its documents may be to blame for. */
  private static final Set<Integer> BLAMES = Set.of(400, 412, 413, 415, 417, 422);

  /** Reads an error's object: {@code id}, {@code rev}, {@code error}, {@code reason}. */
  public static RowError of(JsonNode json) {
    return new RowError(
        json.path("id").asString(""),
        json.path("rev").asString(""),
        json.path("error").asString(""),
        json.path("reason").asString(""));
  }

  /** Reads an error's object that lies between {@code start} and {@code end}. */
  public static RowError of(byte[] bytes, int start, int end) throws IOException {
    String[] texts = {"", "", "", ""};
    Members members = new Members().over(bytes, start, end);
    while (members.next()) {
      int index = List.of("id", "rev", "error", "reason").indexOf(members.name());
      if (index >= 0) {
        texts[index] = members.text();
      }
    }
    return new RowError(texts[0], texts[1], texts[2], texts[3]);
  }

  /** Names the document between {@code start} and {@code end}, which was refused alone. */
  public static RowError ofDocument(byte[] bytes, int start, int end, String error, String reason) {
    String id = "";
    String rev = "";
    try {
      Members members = new Members().over(bytes, start, end);
      while (members.next()) {
        id = members.is("_id") ? members.text() : id;
        rev = members.is("_rev") ? members.text() : rev;
      }
    } catch (IOException e) {
      String why = reason + " (and the document is not JSON: " + e.getMessage() + ")";
      return new RowError(id, rev, error, why);
    }
    return new RowError(id, rev, error, reason);
  }

  /**
   * Reads the failures out of an answer of {@code _bulk_docs}; what was written may be listed or
   * not.
   *
   * @throws HostingException if it is no list: then nothing says what was written
   */
  public static List<RowError> inList(String operation, JsonNode answer) {
    if (!answer.isArray()) {
      throw notAList(operation, answer);
    }
    List<RowError> errors = new ArrayList<>();
    for (JsonNode row : answer) {
      if (row.has("error")) {
        errors.add(of(row));
      }
    }
    return errors;
  }

  private static HostingException notAList(String operation, JsonNode answer) {
    if (answer.path("error").isString()) {
      return of(answer).failure(operation, 1);
    }
    return new HostingException(
        operation,
        operation
            + ": the answer is not a list. Check that this is CouchDB, and that no proxy changes its answers.",
        false,
        null);
  }

  /** Returns whether the document is not there, as far as the nodes that answered can tell. */
  public boolean isMissing() {
    return error.equals("not_found");
  }

  /** Returns whether the document itself is the reason: asking again changes nothing. */
  public boolean isRefusal() {
    return REFUSALS.contains(error);
  }

  /** Returns whether it may be otherwise a moment later: a node is away, or too slow. */
  public boolean mayPass() {
    return !isRefusal();
  }

  /** Finds the first that may pass. */
  public static Optional<RowError> passing(List<RowError> errors) {
    return errors.stream().filter(RowError::mayPass).findFirst();
  }

  /**
   * Returns whether a request was refused because of one of its documents, and smaller ones may
   * pass.
   */
  public static boolean blamesADocument(CouchDbException e) {
    return e.status() == 413 || (BLAMES.contains(e.status()) && REFUSALS.contains(e.error()));
  }

  /** The failure of an operation that {@code count} documents did not come through. */
  public HostingException failure(String operation, int count) {
    String which = id.isEmpty() ? "" : " for '" + id + "' " + rev;
    String message =
        "%s: the answer is a success as a whole, but %d documents failed in it, the first with %s"
            + " - %s%s. See the server's log, and start the work again.";
    return new HostingException(
        operation, message.formatted(operation, count, error, reason, which), true, null);
  }

  @Override
  public String toString() {
    return "'%s' %s: %s - %s".formatted(id, rev, error, reason);
  }

  /** Returns what can be done about a document that is refused for this error. */
  public static String wayOut(String error) {
    return switch (error) {
      case "illegal_docid" ->
          "CouchDB takes no such id, though COPY in CouchDB 3.3 made some: write the document under another id, and purge this one";
      case "too_large", "document_too_large" ->
          "raise couchdb/max_document_size and chttpd/max_http_request_size of the target, and copy this document again";
      case "attachment_too_large" ->
          "raise couchdb/max_attachment_size of the target, and copy this document again";
      case "forbidden", "unauthorized" ->
          "a design document of the target or the rights of its user forbid it";
      default -> "correct the document, and copy it again";
    };
  }
}
