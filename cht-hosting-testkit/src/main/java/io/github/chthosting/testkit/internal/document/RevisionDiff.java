package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.PurgeRequest;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code _revs_diff}, {@code _missing_revs} and {@code _purge}: revisions by document id. */
final class RevisionDiff {
  private final DocumentContext db;

  RevisionDiff(DocumentContext db) {
    this.db = db;
  }

  void revsDiff() throws IOException {
    ObjectNode answer = Answer.object();
    for (Map.Entry<String, JsonNode> entry : RequestBody.object(db.request()).properties()) {
      Optional<StoredDocument> document = db.store().document(entry.getKey());
      List<Rev> missing = missing(document, revs(entry.getValue()));
      if (!missing.isEmpty()) {
        ObjectNode diff = answer.putObject(entry.getKey());
        names(diff.putArray("missing"), missing);
        Set<Rev> ancestors = new LinkedHashSet<>();
        document.ifPresent(d -> ancestors.addAll(ancestors(d, missing)));
        if (!ancestors.isEmpty()) {
          names(diff.putArray("possible_ancestors"), ancestors);
        }
      }
    }
    Answer.json(db.response(), 200, answer);
  }

  void missingRevs() throws IOException {
    ObjectNode missing = Answer.object();
    for (Map.Entry<String, JsonNode> entry : RequestBody.object(db.request()).properties()) {
      Optional<StoredDocument> document = db.store().document(entry.getKey());
      List<Rev> revs = missing(document, revs(entry.getValue()));
      if (!revs.isEmpty()) {
        names(missing.putArray(entry.getKey()), revs);
      }
    }
    ObjectNode answer = Answer.object();
    answer.set("missing_revs", missing);
    Answer.json(db.response(), 200, answer);
  }

  private static List<Rev> missing(Optional<StoredDocument> document, List<Rev> asked) {
    if (document.isEmpty()) {
      return asked;
    }
    List<Rev> missing = new ArrayList<>(asked);
    // Named twice, a revision that is there is taken off the list once.
    new LinkedHashSet<>(asked).stream().filter(document.get()::knows).forEach(missing::remove);
    return missing.stream().sorted().toList();
  }

  // Leaves that are older than any missing revision, the winner first.
  private static List<Rev> ancestors(StoredDocument document, List<Rev> missing) {
    long newest = missing.stream().mapToLong(Rev::pos).max().orElse(0);
    return document.leaves().stream()
        .map(RevisionLeaf::rev)
        .filter(leaf -> leaf.pos() < newest)
        .toList();
  }

  // CouchDB 3.5 fails here on what is no list of strings.
  private static List<Rev> revs(JsonNode array) {
    boolean strings = array.isArray();
    for (JsonNode rev : array) {
      strings &= rev.isString() || (rev.isArray() && rev.isEmpty());
    }
    if (!strings) {
      throw ApiException.failure("function_clause");
    }
    return DocumentQuery.revs(array);
  }

  private static void names(ArrayNode array, Iterable<Rev> revs) {
    revs.forEach(rev -> array.add(rev.toString()));
  }

  void purge() throws IOException {
    List<PurgeRequest> requests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : RequestBody.object(db.request()).properties()) {
      List<Rev> revs = DocumentQuery.revs(entry.getValue()).stream().distinct().toList();
      requests.add(new PurgeRequest(entry.getKey(), revs));
    }
    checkCount(requests);
    List<List<Rev>> purged = db.store().purge(requests);
    ObjectNode answer = Answer.object();
    if (db.store().isLocal()) {
      answer.put("purge_seq", db.store().info().path("purge_seq").longValue(0));
    } else {
      answer.putNull("purge_seq");
    }
    ObjectNode byId = answer.putObject("purged");
    for (int i = 0; i < requests.size(); i++) {
      names(byId.putArray(requests.get(i).id()), purged.get(i));
    }
    Answer.json(db.response(), db.store().isLocal() ? 200 : 201, answer);
  }

  private void checkCount(List<PurgeRequest> requests) {
    long limit = db.settings().number("purge", "max_revisions_number", Long.MAX_VALUE);
    if (requests.stream().mapToLong(r -> r.revs().size()).sum() > limit) {
      throw ApiException.badRequest("Exceeded maximum number of revisions.");
    }
  }
}
