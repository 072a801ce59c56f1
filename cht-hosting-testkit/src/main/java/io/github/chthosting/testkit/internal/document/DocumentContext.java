package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.function.DesignFunctions;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.NodeSettings;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.DocumentStore;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import io.github.chthosting.testkit.internal.store.Validation;
import io.github.chthosting.testkit.internal.store.WriteResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One request to one database, and what endpoints commonly do with them. */
public record DocumentContext(
    DocumentStore store,
    Request request,
    Response response,
    DesignFunctions functions,
    NodeSettings settings) {

  /** The same request to another view of the database. */
  DocumentContext on(DocumentStore other) {
    return new DocumentContext(other, request, response, functions, settings);
  }

  AttachmentBytes attachmentBytes() {
    return new AttachmentBytes(store.spool(), settings);
  }

  DocumentReader reader(FollowingParts parts) {
    return new DocumentReader(store.name(), attachmentBytes(), parts, settings);
  }

  Validation validation() {
    return Validations.of(store, functions, request.user());
  }

  List<WriteResult> write(List<DocumentEdit> edits, boolean replicated) {
    List<DocumentEdit> checked =
        replicated ? edits : ReplicatorDocuments.checked(edits, store.name(), request.user());
    return store.write(checked, replicated, validation());
  }

  /** Writes one edit, or throws why not. */
  Rev write(DocumentEdit edit, boolean replicated) {
    List<WriteResult> results = write(List.of(edit), replicated);
    return results.get(0).orThrow();
  }

  /** Writes a document that a function gave, under that id. */
  public Rev write(String id, ObjectNode document) throws IOException {
    return write(reader(FollowingParts.NONE).read(document).withId(DocumentIds.check(id)), false);
  }

  /** The document if its winner is not deleted, else 404. */
  public StoredDocument document(String id, boolean deletedToo) {
    StoredDocument document =
        store.document(id).orElseThrow(() -> ApiException.notFound("missing"));
    if (document.isDeleted() && !deletedToo) {
      throw ApiException.notFound("deleted");
    }
    return document;
  }

  /** The revision of that name, or 404. */
  RevisionLeaf revision(String id, Rev rev) {
    Optional<RevisionLeaf> found = store.document(id).flatMap(d -> d.revision(rev));
    return found.orElseThrow(() -> ApiException.notFound("missing"));
  }

  /** The revision asked for, the winner if none is. */
  RevisionLeaf leaf(String id, @Nullable Rev rev, boolean deletedToo) {
    return rev == null ? document(id, deletedToo).winner() : revision(id, rev);
  }

  /** The address of a document, for {@code Location}. */
  String location(String... segments) {
    StringBuilder location = new StringBuilder(request.origin());
    location.append('/').append(encoded(store.name()));
    for (String segment : segments) {
      location.append('/').append(encoded(segment));
    }
    return location.toString();
  }

  static String encoded(String segment) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : Answer.utf8(segment)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "_.-:".indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return encoded.toString();
  }
}
