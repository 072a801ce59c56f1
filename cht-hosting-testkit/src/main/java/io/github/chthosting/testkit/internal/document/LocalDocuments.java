package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.document.ReadOptions.Option;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.LocalDocument;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.WriteResult;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** {@code /db/_local/id}. */
final class LocalDocuments {
  private final DocumentContext db;
  private final Request request;

  LocalDocuments(DocumentContext db) {
    this.db = db;
    this.request = db.request();
  }

  void handle(String id) throws IOException {
    switch (request.method()) {
      case "GET", "HEAD" -> get(id);
      case "PUT" -> put(id);
      case "DELETE" -> delete(id);
      case "COPY" -> new DocumentEndpoints(db).copy(id);
      default -> Answer.methodNotAllowed(db.response(), "DELETE,GET,HEAD,POST,PUT,COPY");
    }
  }

  /** The document, which no revision names. */
  LocalDocument find(String id, @Nullable Rev rev) {
    if (rev != null) {
      throw ApiException.notFound("missing");
    }
    return db.store().local(id).orElseThrow(() -> ApiException.notFound("missing"));
  }

  private void get(String id) throws IOException {
    DocumentQuery query = DocumentQuery.parse(request.query());
    if (query.isOpenRevs()) {
      OpenRevisions.answer(db, id, query);
      return;
    }
    ReadOptions options = query.options();
    LocalDocument document = find(id, options.has(Option.LATEST) ? null : query.rev());
    if (Answer.unchanged(request, db.response(), etag(document.rev(), document.body().text()))) {
      return;
    }
    JsonPrinter printer = new JsonPrinter(256);
    print(printer, document, options);
    Answer.json(db.response(), 200, printer.toByteArray());
  }

  static void print(JsonPrinter out, LocalDocument document, ReadOptions options) {
    out.raw("{\"_id\":").string(document.id());
    out.raw(",\"_rev\":").string(document.rev());
    byte[] body = document.body().text();
    if (body.length > 2) {
      out.raw(",");
      out.write(body, 1, body.length - 2);
    }
    if (options.has(Option.REVS)) {
      out.raw(",\"_revisions\":{\"start\":0,\"ids\":[");
      out.string(document.rev().substring(2)).raw("]}");
    }
    out.raw("}");
  }

  private void put(String id) throws IOException {
    boolean replicated = DocumentQuery.parse(request.query()).replicated();
    DocumentIds.check(id);
    DocumentEdit edit = db.reader(FollowingParts.NONE).read(RequestBody.json(request)).withId(id);
    Rev rev = Revisions.asked(request);
    if (rev != null && !edit.revs().isEmpty() && !rev.equals(edit.rev())) {
      throw ApiException.badRequest(
          "Document rev from request body and query string have different values");
    }
    edit = rev == null ? edit : edit.withRev(rev);
    if (replicated) {
      DocumentEndpoints.requireRev(edit);
    }
    if (DocumentEndpoints.isBatch(request)) {
      var unused = write(edit, replicated);
      Answer.json(db.response(), 202, Answer.object().put("ok", true).put("id", id));
      return;
    }
    WriteResult result = write(edit, replicated);
    db.response().header("ETag", etag(result.orThrow().toString(), edit.body().text()));
    db.response().header("Location", db.location(id));
    Answer.json(db.response(), edit.deleted() ? 200 : 201, Answer.written(id, result.rev()));
  }

  private void delete(String id) throws IOException {
    if (db.store().local(id).isEmpty()) {
      throw ApiException.notFound("missing");
    }
    String given = request.query().get("rev");
    if (given != null) {
      var unused = Rev.parse(given); // any revision will do
    }
    Rev rev = new Rev(0, db.store().writeLocal(id, null, null).substring(2));
    db.response().header("ETag", etag(rev.toString(), new byte[0]));
    Answer.json(db.response(), 200, Answer.written(id, rev));
  }

  /**
   * Writes or deletes one; CouchDB deletes what is not there without a word.
   *
   * @param replicated whether the revision is told back as it came, also if it cannot be kept
   */
  WriteResult write(DocumentEdit edit, boolean replicated) {
    WriteResult result;
    try {
      result = write(edit);
    } catch (ApiException e) {
      result = new WriteResult(edit.id(), edit.rev(), e);
    }
    return replicated ? WriteResult.written(edit.id(), edit.rev()) : result;
  }

  private WriteResult write(DocumentEdit edit) {
    if (edit.deleted()) {
      if (db.store().local(edit.id()).isPresent()) {
        db.store().writeLocal(edit.id(), null, null);
      }
      return WriteResult.written(edit.id(), new Rev(0, "0"));
    }
    String on = edit.revs().isEmpty() ? null : edit.rev().toString();
    String written = db.store().writeLocal(edit.id(), on, edit.body());
    return WriteResult.written(edit.id(), new Rev(0, written.substring(2)));
  }

  // CouchDB hashes the term; any value that changes with revision and body does.
  private static String etag(String rev, byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    BigInteger hash =
        BigInteger.valueOf(crc.getValue() + 1)
            .multiply(new BigInteger(1, Answer.utf8(rev)))
            .multiply(new BigInteger("2862933555777941757"))
            .mod(BigInteger.ONE.shiftLeft(128));
    return '"' + hash.toString(36).toUpperCase(Locale.ROOT) + '"';
  }
}
