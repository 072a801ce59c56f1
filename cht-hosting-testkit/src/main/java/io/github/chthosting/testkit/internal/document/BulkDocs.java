package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.DocumentStore;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.WriteResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /db/_bulk_docs}. */
final class BulkDocs {
  private final DocumentContext db;

  BulkDocs(DocumentContext db) {
    this.db = db;
  }

  void handle() throws IOException {
    ObjectNode body = RequestBody.object(db.request());
    boolean replicated = !newEdits(body);
    List<DocumentEdit> edits = edits(docs(body), replicated);
    if (body.path("all_or_nothing").asBoolean(false)) {
      refuseAll(edits);
      return;
    }
    JsonNode copies = body.path("w");
    DocumentStore store =
        copies.isInt() && !replicated ? db.store().writing(copies.intValue()) : db.store();
    List<WriteResult> results = write(store, edits, replicated);
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    for (WriteResult result : results) {
      if (!replicated) {
        answer.add(interactive(result));
      } else if (result.error() != null) {
        answer.add(refused(result, result.error()));
      }
    }
    Answer.json(db.response(), 201, answer);
  }

  private void refuseAll(List<DocumentEdit> edits) throws IOException {
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    for (DocumentEdit edit : edits) {
      String rev = edit.revs().isEmpty() ? "0-" : edit.rev().toString();
      answer
          .addObject()
          .put("id", edit.id())
          .put("rev", rev)
          .put("error", "not_implemented")
          .put("reason", "all_or_nothing is not supported");
    }
    Answer.json(db.response(), 417, answer);
  }

  private static JsonNode docs(ObjectNode body) {
    JsonNode docs = body.get("docs");
    if (docs == null) {
      throw ApiException.badRequest("POST body must include `docs` parameter.");
    }
    if (!docs.isArray()) {
      throw ApiException.badRequest("`docs` parameter must be an array.");
    }
    return docs;
  }

  private static boolean newEdits(ObjectNode body) {
    JsonNode value = body.get("new_edits");
    if (value != null && !value.isBoolean()) {
      throw ApiException.badRequest("`new_edits` parameter must be a boolean.");
    }
    return value == null || value.booleanValue();
  }

  private List<DocumentEdit> edits(JsonNode docs, boolean replicated) throws IOException {
    DocumentReader reader = db.reader(FollowingParts.NONE);
    List<DocumentEdit> edits = new ArrayList<>(docs.size());
    for (JsonNode doc : docs) {
      DocumentEdit edit = reader.read(doc);
      if (replicated && edit.revs().isEmpty()) {
        throw ApiException.badRequest(
            "When `new_edits: false`, the document needs `_rev` or `_revisions` specified");
      }
      edits.add(edit.id().isEmpty() ? edit.withId(DocumentIds.fresh()) : edit);
    }
    return edits;
  }

  // Local documents have their own way; results come back in the order of the edits.
  private List<WriteResult> write(
      DocumentStore store, List<DocumentEdit> edits, boolean replicated) {
    List<DocumentEdit> documents =
        edits.stream().filter(e -> !DocumentIds.isLocal(e.id())).toList();
    List<WriteResult> written = db.on(store).write(documents, replicated);
    if (documents.size() == edits.size()) {
      return written;
    }
    List<WriteResult> all = new ArrayList<>();
    int next = 0;
    for (DocumentEdit edit : edits) {
      all.add(
          DocumentIds.isLocal(edit.id())
              ? new LocalDocuments(db).write(edit, replicated)
              : written.get(next++));
    }
    return all;
  }

  private static ObjectNode interactive(WriteResult result) {
    @Nullable ApiException error = result.error();
    if (error != null) {
      return Answer.object().put("id", result.id()).setAll(Answer.error(error));
    }
    ObjectNode written = Answer.written(result.id(), result.rev());
    return result.acceptedOnly() ? written.put("accepted", true) : written;
  }

  private static ObjectNode refused(WriteResult result, ApiException error) {
    Rev rev = result.rev();
    ObjectNode json = Answer.object().put("id", result.id()).put("rev", rev.toString());
    return json.setAll(Answer.error(error));
  }
}
