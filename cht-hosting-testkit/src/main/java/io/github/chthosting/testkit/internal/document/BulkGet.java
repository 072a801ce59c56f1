package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.document.ReadOptions.Option;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.JsonText;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /db/_bulk_get}. */
final class BulkGet {
  private static final Set<String> FORBIDDEN =
      Set.of("open_revs", "new_edits", "w", "rev", "atts_since");

  /** The result for one entry of {@code docs}: revisions, or an error object. */
  private record Result(
      @Nullable String id,
      List<OpenRevisions.Opened> opened,
      @Nullable ObjectNode error,
      ReadOptions options) {
    ObjectNode errorOrEmpty() {
      return error == null ? Answer.object() : error;
    }
  }

  private final DocumentContext db;

  BulkGet(DocumentContext db) {
    this.db = db;
  }

  void handle() throws IOException {
    ObjectNode body = RequestBody.object(db.request());
    JsonNode docs = body.get("docs");
    if (docs == null) {
      throw ApiException.badRequest("Missing JSON list of 'docs'.");
    }
    if (!docs.isArray()) {
      throw ApiException.failure("function_clause");
    }
    ReadOptions options = options();
    boolean json = Accept.type(db.request(), "application/json");
    boolean mixed = Accept.type(db.request(), "multipart/mixed");
    if (json || (!mixed && !Accept.type(db.request(), "multipart/related"))) {
      json(docs, options);
    } else {
      multipart(docs, options, mixed ? "multipart/mixed" : "multipart/related");
    }
  }

  private ReadOptions options() {
    for (Map.Entry<String, String> parameter : db.request().query().parameters()) {
      if (FORBIDDEN.contains(parameter.getKey())) {
        throw ApiException.badRequest(
            "\"" + parameter.getKey() + "\" query parameter is not acceptable");
      }
    }
    return DocumentQuery.parse(db.request().query()).options();
  }

  // ---- one entry ----

  private Result result(JsonNode entry, ReadOptions options) {
    if (!entry.isObject() || entry.isEmpty()) {
      return failed(null, null, "bad_request", "document must be a JSON object");
    }
    JsonNode id = entry.get("id");
    if (id == null) {
      return failed(null, null, "bad_request", "document id missed");
    }
    if (!id.isString()) {
      throw ApiException.failure("function_clause");
    }
    try {
      return opened(DocumentIds.check(id, db.store().name()), entry, options);
    } catch (ApiException e) {
      return failed(id.asString(""), null, e.error(), e.reason());
    }
  }

  private Result opened(String id, JsonNode entry, ReadOptions options) {
    JsonNode rev = entry.get("rev");
    JsonNode since = entry.path("atts_since");
    @Nullable List<Rev> revs = null;
    List<Rev> known = new ArrayList<>();
    JsonNode parsed = rev;
    if (!since.isMissingNode() && !since.isArray()) {
      Result bad = failed(id, null, "bad_request", "att_since value must be array of revs.");
      bad.errorOrEmpty().set("rev", since);
      return bad;
    }
    try {
      if (rev != null) {
        revs = List.of(rev(rev));
      }
      for (JsonNode old : since) {
        parsed = old;
        known.add(rev(old));
      }
    } catch (ApiException e) {
      Result bad = failed(id, null, e.error(), e.reason());
      bad.errorOrEmpty().set("rev", parsed);
      return bad;
    }
    ReadOptions own = known.isEmpty() ? options : options.since(known);
    List<OpenRevisions.Opened> opened =
        OpenRevisions.open(db.store(), id, revs, options.has(Option.LATEST));
    return opened.isEmpty()
        ? failed(id, "undefined", "not_found", "missing")
        : new Result(id, opened, null, own);
  }

  private static Rev rev(JsonNode text) {
    return Rev.parse(text.isString() ? text.stringValue() : "");
  }

  private static Result failed(
      @Nullable String id, @Nullable String rev, String error, String reason) {
    return new Result(id, List.of(), error(id, rev, error, reason), ReadOptions.PLAIN);
  }

  private static ObjectNode error(
      @Nullable String id, @Nullable String rev, String error, String reason) {
    return Answer.object().put("rev", rev).put("reason", reason).put("id", id).put("error", error);
  }

  // ---- answers ----

  private List<Result> results(JsonNode docs, ReadOptions options) {
    List<Result> results = new ArrayList<>();
    docs.forEach(entry -> results.add(result(entry, options)));
    return results;
  }

  private void json(JsonNode docs, ReadOptions options) throws IOException {
    List<Result> results = results(docs, options);
    JsonPrinter out = new JsonPrinter(4096);
    String separator = "{\"results\":[";
    for (Result result : results) {
      out.raw(separator).raw("{\"id\":");
      String id = result.id();
      if (id == null) {
        out.raw("null");
      } else {
        out.string(id);
      }
      revisions(out.raw(",\"docs\":["), result);
      out.raw("]}");
      separator = ",";
    }
    out.raw(docs.isEmpty() ? "{\"results\":[]}" : "]}");
    Answer.json(db.response(), 200, out.toByteArray());
  }

  private static void revisions(JsonPrinter out, Result result) throws IOException {
    if (result.error() != null) {
      out.raw("{\"error\":").value(result.error()).raw("}");
    }
    String separator = "";
    for (OpenRevisions.Opened one : result.opened()) {
      RevisionLeaf leaf = one.leaf();
      String id = String.valueOf(result.id());
      if (leaf == null) {
        out.raw(separator).raw("{\"error\":").value(missing(id, one.rev()));
      } else {
        out.raw(separator).raw("{\"ok\":");
        new DocumentPrinter(out, result.options()).revision(id, leaf);
      }
      out.raw("}");
      separator = ",";
    }
  }

  private static ObjectNode missing(String id, Rev rev) {
    return error(id, rev.toString(), "not_found", "missing");
  }

  private void multipart(JsonNode docs, ReadOptions options, String type) throws IOException {
    String boundary = "--" + MultipartWriter.boundary();
    List<Result> results = results(docs, options);
    db.response().header("Content-Type", type + "; boundary=\"" + boundary + "\"");
    try (OutputStream out = db.response().status(200).body()) {
      for (Result result : results) {
        part(out, boundary, result);
      }
      if (!docs.isEmpty()) {
        out.write(Answer.utf8("\r\n--" + boundary + "--\r\n"));
      }
    }
  }

  private static void part(OutputStream out, String boundary, Result result) throws IOException {
    if (result.error() != null) {
      failure(out, boundary, result.error());
    }
    for (OpenRevisions.Opened one : result.opened()) {
      RevisionLeaf leaf = one.leaf();
      if (leaf == null) {
        ObjectNode missing = Answer.object().put("rev", one.rev().toString());
        failure(out, boundary, missing.put("error", "not_found").put("reason", "missing"));
      } else {
        revision(out, boundary, String.valueOf(result.id()), leaf, result.options());
      }
    }
  }

  private static void failure(OutputStream out, String boundary, ObjectNode error)
      throws IOException {
    String head = "\r\n--" + boundary + "\r\nContent-Type: application/json; error=\"true\"";
    out.write(Answer.utf8(head + "\r\n\r\n" + JsonText.string(error)));
  }

  private static void revision(
      OutputStream out, String boundary, String id, RevisionLeaf leaf, ReadOptions options)
      throws IOException {
    String inner = "--" + MultipartWriter.boundary();
    // Attachments always follow, but for those that the client has.
    MultipartWriter writer = MultipartWriter.of(inner, id, leaf, options);
    out.write(Answer.utf8("\r\n--" + boundary + "\r\n"));
    if (writer.hasParts()) {
      String related = "Content-Type: multipart/related; boundary=" + inner;
      String heads = "X-Doc-Id: " + id + "\r\nX-Rev-Id: " + leaf.rev() + "\r\n" + related;
      out.write(Answer.utf8(heads + "\r\n\r\n"));
    } else {
      out.write(Answer.utf8("Content-Type: application/json\r\n\r\n"));
    }
    writer.write(out);
  }
}
