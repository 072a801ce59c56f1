package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.document.ReadOptions.Option;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.LocalDocument;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /db/id}. */
final class DocumentEndpoints {
  private final DocumentContext db;
  private final Request request;
  private final Response response;

  DocumentEndpoints(DocumentContext db) {
    this.db = db;
    this.request = db.request();
    this.response = db.response();
  }

  void handle(String id) throws IOException {
    switch (request.method()) {
      case "GET", "HEAD" -> get(id);
      case "PUT" -> put(id);
      case "DELETE" -> delete(id);
      case "COPY" -> copy(id);
      case "POST" -> throw ApiException.badRequest("Referer header required.");
      default -> Answer.methodNotAllowed(response, "DELETE,GET,HEAD,POST,PUT,COPY");
    }
  }

  // ---- reading ----

  private void get(String id) throws IOException {
    DocumentQuery query = DocumentQuery.parse(request.query());
    if (query.isOpenRevs()) {
      OpenRevisions.answer(db, id, query);
      return;
    }
    ReadOptions options = query.options();
    Rev rev = query.rev();
    if (rev != null && !options.has(Option.LATEST)) {
      send(id, db.revision(id, rev), null, options);
      return;
    }
    StoredDocument document = db.document(id, options.has(Option.DELETED));
    send(id, document.winner(), document, options);
  }

  // The document is null when a revision was asked for, which is printed without conflicts.
  private void send(
      String id, RevisionLeaf leaf, @Nullable StoredDocument document, ReadOptions options)
      throws IOException {
    if (!hasMeta(document, options)) {
      if (Answer.unchanged(request, response, etag(leaf.rev()))) {
        return;
      }
    }
    boolean whole = options.has(Option.ATTACHMENTS) && !leaf.attachments().isEmpty();
    if (whole && Accept.type(request, "multipart/related")) {
      multipart(MultipartWriter.of(MultipartWriter.boundary(), id, leaf, options));
      return;
    }
    JsonPrinter printer = new JsonPrinter(1024);
    DocumentPrinter documents = new DocumentPrinter(printer, options);
    if (document != null) {
      documents.winner(document);
    } else {
      documents.revision(id, leaf);
    }
    Answer.json(response, 200, printer.toByteArray());
  }

  private static boolean hasMeta(@Nullable StoredDocument document, ReadOptions options) {
    return document != null
        && (options.has(Option.REVS_INFO)
            || options.has(Option.LOCAL_SEQ)
            || (options.has(Option.CONFLICTS) && losers(document, false))
            || (options.has(Option.DELETED_CONFLICTS) && losers(document, true)));
  }

  private static boolean losers(StoredDocument document, boolean deleted) {
    return document.leaves().stream().skip(1).anyMatch(leaf -> leaf.deleted() == deleted);
  }

  private void multipart(MultipartWriter writer) throws IOException {
    response
        .status(200)
        .header("Content-Type", writer.contentType())
        .header("Content-Length", String.valueOf(writer.length()));
    try (OutputStream out = response.body()) {
      writer.write(out);
    }
  }

  static String etag(Rev rev) {
    return '"' + rev.toString() + '"';
  }

  // ---- writing ----

  private void put(String id) throws IOException {
    boolean replicated = DocumentQuery.parse(request.query()).replicated();
    DocumentIds.check(id, db.store().name());
    DocumentEdit edit = edit(id, body());
    if (replicated) {
      requireRev(edit);
    }
    if (isBatch(request) && !isMultipart()) {
      batch(edit);
      return;
    }
    Rev rev = db.write(edit, replicated);
    response.header("Location", db.location(id));
    written(edit, rev);
  }

  private void delete(String id) throws IOException {
    db.document(id, false);
    String rev = request.query().get("rev");
    DocumentEdit body =
        new DocumentEdit(
            id,
            0,
            List.of(),
            true,
            io.github.chthosting.testkit.internal.store.JsonBody.EMPTY,
            List.of());
    if (rev != null) {
      body = body.withRev(Rev.parse(rev));
    }
    DocumentEdit edit = edit(id, body);
    written(edit, db.write(edit, false));
  }

  private void written(DocumentEdit edit, Rev rev) throws IOException {
    response.header("ETag", etag(rev));
    Answer.json(response, edit.deleted() ? 200 : 201, Answer.written(edit.id(), rev));
  }

  void batch(DocumentEdit edit) throws IOException {
    try {
      db.write(edit, false);
    } catch (ApiException e) {
      // The client does not want to know.
    }
    Answer.json(response, 202, Answer.object().put("ok", true).put("id", edit.id()));
  }

  static boolean isBatch(Request request) {
    return "ok".equals(request.query().get("batch"));
  }

  private boolean isMultipart() {
    String type = request.header("Content-Type");
    return type != null && type.startsWith("multipart/related;");
  }

  private DocumentEdit body() throws IOException {
    if (!isMultipart()) {
      return db.reader(FollowingParts.NONE).read(RequestBody.json(request));
    }
    String type = String.valueOf(request.header("Content-Type"));
    MultipartReader parts = new MultipartReader(type, request.body());
    return new MultipartDocument(parts).read(db);
  }

  /** The edit under the id of the path, on the revision that body, query or header name. */
  private DocumentEdit edit(String id, DocumentEdit body) {
    String inQuery = request.query().get("rev");
    Rev told = inQuery == null ? null : Rev.parse(inQuery);
    if (!body.revs().isEmpty()) {
      if (told != null && !told.equals(body.rev())) {
        throw ApiException.badRequest(
            "Document rev from request body and query string have different values");
      }
      ifMatch(body.rev());
      return body.withId(id);
    }
    Rev rev = ifMatch(told);
    return rev == null ? body.withId(id) : body.withId(id).withRev(rev);
  }

  private @Nullable Rev ifMatch(@Nullable Rev told) {
    return Revisions.ifMatch(request, told);
  }

  static void requireRev(DocumentEdit edit) {
    if (edit.revs().isEmpty()) {
      throw ApiException.badRequest(
          "When `new_edits: false`, the document needs `_rev` or `_revisions` specified");
    }
  }

  // ---- copying ----

  /** Copies a document, or a local one. */
  void copy(String id) throws IOException {
    String inQuery = request.query().get("rev");
    Rev source = ifMatch(inQuery == null ? null : Rev.parse(inQuery));
    Destination destination = Destination.parse(request.header("Destination"));
    if (!db.settings().version().isBefore(3, 4)) {
      DocumentIds.check(destination.id());
    }
    DocumentEdit copy = copyOf(id, source, destination.id());
    DocumentEdit edit = destination.rev() == null ? copy : copy.withRev(destination.rev());
    Rev rev =
        DocumentIds.isLocal(edit.id())
            ? new LocalDocuments(db).write(edit, false).orThrow()
            : db.write(edit, false);
    copied(edit.id(), rev);
  }

  private DocumentEdit copyOf(String id, @Nullable Rev rev, String destination) {
    if (DocumentIds.isLocal(id)) {
      LocalDocument local = new LocalDocuments(db).find(id, rev);
      return new DocumentEdit(destination, 0, List.of(), false, local.body(), List.of());
    }
    RevisionLeaf leaf = db.leaf(id, rev, false);
    return new DocumentEdit(
        destination, 0, List.of(), leaf.deleted(), leaf.body(), leaf.attachments(), true);
  }

  private void copied(String id, Rev rev) throws IOException {
    response.header("Location", db.location(id)).header("ETag", etag(rev));
    Answer.json(response, 201, Answer.written(id, rev));
  }
}
