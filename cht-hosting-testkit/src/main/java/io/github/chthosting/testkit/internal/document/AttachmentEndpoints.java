package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.document.ReadOptions.Option;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.store.Attachment;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.JsonBody;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /db/id/attachment}. */
final class AttachmentEndpoints {
  private final DocumentContext db;
  private final Request request;
  private final Response response;

  AttachmentEndpoints(DocumentContext db) {
    this.db = db;
    this.request = db.request();
    this.response = db.response();
  }

  void handle(String id, String name) throws IOException {
    if (name.indexOf('\ufffd') >= 0
        && !request.rawTarget().toUpperCase(Locale.ROOT).contains("%EF%BF%BD")) {
      throw ApiException.badRequest("Attachment name is not UTF-8 encoded");
    }
    switch (request.method()) {
      case "GET", "HEAD" -> get(id, name);
      case "PUT" -> put(id, name);
      case "DELETE" -> delete(id, name);
      default -> Answer.methodNotAllowed(response, "DELETE,GET,HEAD,PUT");
    }
  }

  private void get(String id, String name) throws IOException {
    DocumentQuery query = DocumentQuery.parse(request.query());
    RevisionLeaf leaf = db.leaf(id, query.rev(), query.options().has(Option.DELETED));
    Attachment attachment = find(leaf, name);
    boolean coded = attachment.gzip() && Accept.gzip(request);
    if (Answer.isKnown(request, response, etag(attachment))) {
      return;
    }
    List<Ranges.Range> ranges;
    try {
      ranges = Ranges.parse(request.header("Range"), attachment.identityLength());
    } catch (ApiException e) {
      Answer.json(response, e.status(), Answer.error(e));
      return;
    }
    if (!attachment.gzip() && ranges.size() > 1 && ranges.size() < 10) {
      Ranges.multipart(response, attachment, ranges);
      return;
    }
    response.header("ETag", etag(attachment));
    head(attachment, coded);
    if (!attachment.gzip() && ranges.size() == 1) {
      range(attachment, ranges.get(0));
    } else {
      send(attachment, coded);
    }
  }

  private void head(Attachment attachment, boolean coded) {
    response
        .header("Cache-Control", "must-revalidate")
        .header("Content-Type", attachment.type())
        .header("Content-Security-Policy", "sandbox")
        .header("Accept-Ranges", attachment.gzip() ? "none" : "bytes");
    if (coded) {
      response.header("Content-Encoding", "gzip");
    }
  }

  private static String etag(Attachment attachment) {
    return '"' + attachment.digest().substring("md5-".length()) + '"';
  }

  private void send(Attachment attachment, boolean coded) throws IOException {
    long length = coded ? attachment.content().length() : attachment.identityLength();
    // Of what came gzipped the length without coding is not known.
    boolean unknown =
        attachment.gzip() && !coded && attachment.content().length() == attachment.identityLength();
    if (!unknown) {
      response.header("Content-Length", String.valueOf(length));
    }
    try (InputStream in =
            coded ? attachment.content().open() : AttachmentBytes.decoded(attachment);
        OutputStream out = response.status(200).body()) {
      in.transferTo(out);
    }
  }

  private void range(Attachment attachment, Ranges.Range range) throws IOException {
    response
        .header("Content-Range", range.header(attachment.identityLength()))
        .header("Content-Length", String.valueOf(range.length()));
    try (OutputStream out = response.status(206).body()) {
      range.copy(attachment, out);
    }
  }

  private void put(String id, String name) throws IOException {
    DocumentReader.checkAttachmentName(name);
    DocumentEdit on = existing(id, Revisions.asked(request));
    List<Attachment> all = new ArrayList<>();
    all.add(received(name));
    Rev rev = write(on, name, all);
    String location = db.location("").replaceFirst("/[^/]*/$", "/" + db.store().name());
    response.header(
        "Location",
        location + "/" + DocumentContext.encoded(id) + "/" + DocumentContext.encoded(name));
    Answer.json(response, 201, Answer.written(id, rev));
  }

  private void delete(String id, String name) throws IOException {
    Rev rev = Revisions.asked(request);
    if (rev == null) {
      find(db.leaf(id, null, false), name);
    }
    DocumentEdit on = existing(id, rev);
    if (rev != null) {
      find(db.leaf(id, rev, false), name);
    }
    Rev written = write(on, name, new ArrayList<>());
    Answer.json(response, 200, Answer.written(id, written));
  }

  // New attachments stand before those that stay.
  private Rev write(DocumentEdit on, String name, List<Attachment> all) {
    // Those that stay are stubs, so that the store sees what is new.
    on.attachments().stream()
        .filter(a -> !a.name().equals(name))
        .map(a -> new Attachment(a.name(), a.type(), null, "", -1, false, 0))
        .forEach(all::add);
    return db.write(on.withAttachments(all), false);
  }

  private DocumentEdit existing(String id, @Nullable Rev rev) {
    if (rev == null) {
      DocumentIds.check(id);
      return new DocumentEdit(id, 0, List.of(), false, JsonBody.EMPTY, List.of());
    }
    RevisionLeaf leaf =
        db.store()
            .document(id)
            .flatMap(d -> d.revision(rev))
            .orElseThrow(() -> new ApiException(409, "not_found", "missing_rev"));
    return leaf.toEdit(id);
  }

  private Attachment received(String name) throws IOException {
    String header = request.header("Content-Type");
    String type = header == null ? "application/octet-stream" : header;
    String coding = request.header("Content-Encoding");
    String lower = coding == null ? "identity" : coding.trim().toLowerCase(Locale.ROOT);
    AttachmentBytes bytes = db.attachmentBytes();
    return switch (lower) {
      case "identity" -> bytes.plain(name, type, 0, request.body(), digest());
      case "gzip" -> bytes.gzipped(name, type, 0, request.body(), digest(), -1);
      default ->
          throw new ApiException(
              415, "bad_content_type", "Only gzip and identity content-encodings are supported");
    };
  }

  /**
   * Returns what the bytes must have by {@code Content-MD5}, which later versions do not look at.
   */
  private @Nullable String digest() {
    String told = request.header("Content-MD5");
    return told == null || !db.settings().version().isBefore(3, 4) ? null : "md5-" + told;
  }

  private static Attachment find(RevisionLeaf leaf, String name) {
    return leaf.attachments().stream()
        .filter(a -> a.name().equals(name))
        .findFirst()
        .orElseThrow(() -> ApiException.notFound("Document is missing attachment"));
  }
}
