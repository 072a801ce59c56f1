package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.document.Answer;
import io.github.chthosting.testkit.internal.document.DocumentContext;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.MethodNotAllowedException;
import io.github.chthosting.testkit.internal.store.JsonText;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Views and Mango queries of all databases of a node. Thread-safe. */
public final class QueryEndpoints {
  private final ViewIndexes indexes = new ViewIndexes();
  private static final Set<String> MANGO = Set.of("_find", "_explain", "_index");
  private static final Set<String> DESIGN = Set.of("_view", "_info", "_update", "_show", "_list");

  /** Returns whether it answers that path below the database. */
  public boolean handles(List<String> path) {
    return MANGO.contains(path.get(0));
  }

  /** Returns whether it answers that path, which begins with {@code _design} and a name. */
  public boolean handlesDesign(List<String> path) {
    return DESIGN.contains(path.get(2));
  }

  /** Answers a Mango call. */
  public void handle(DocumentContext db, List<String> path) throws IOException {
    if (path.get(0).equals("_index")) {
      new IndexEndpoints(db).handle(path);
      return;
    }
    if (!db.request().method().equals("POST")) {
      throw new MethodNotAllowedException("POST");
    }
    if (path.get(0).equals("_find")) {
      new Find(db).find();
    } else {
      new Find(db).explain();
    }
  }

  /** Answers a call on a design document. */
  public void handleDesign(DocumentContext db, List<String> path) throws IOException {
    switch (path.get(2)) {
      case "_view" -> view(db, path);
      case "_info" -> info(db, path.get(1));
      default -> missing(db, path);
    }
  }

  private void view(DocumentContext db, List<String> path) throws IOException {
    String method = db.request().method();
    boolean several = path.size() == 5 && path.get(4).equals("queries");
    boolean known =
        method.equals("POST") || (!several && (method.equals("GET") || method.equals("HEAD")));
    if (path.size() < 4 || path.size() > (several ? 5 : 4) || !known) {
      throw new MethodNotAllowedException(several ? "POST" : "GET,POST,HEAD");
    }
    new Views(db, indexes, path.get(1), path.get(3)).handle(several);
  }

  private static void missing(DocumentContext db, List<String> path) {
    JsonNode body = db.document("_design/" + path.get(1), false).winner().body().tree();
    String group = path.get(2).substring(1) + "s";
    if (path.size() > 3 && body.path(group).has(path.get(3))) {
      throw new ApiException(
          500, "unregistered_function", "The embedded CouchDB runs no functions of " + group);
    }
    throw ApiException.notFound(
        "missing json key: " + (body.has(group) && path.size() > 3 ? path.get(3) : group));
  }

  private static void info(DocumentContext db, String design) throws IOException {
    StoredDocument document = db.document("_design/" + design, false);
    JsonNode body = document.winner().body().tree();
    ObjectNode answer = Answer.object().put("name", design);
    ObjectNode index = answer.putObject("view_index");
    index.putObject("updates_pending").put("minimum", 0).put("preferred", 0).put("total", 0);
    index.put("waiting_commit", false).put("waiting_clients", 0).put("updater_running", false);
    index.put("update_seq", db.store().documentCount());
    index.putObject("sizes").put("file", 0).put("external", 0).put("active", 0);
    String views = JsonText.string(body.path("views"));
    String signature = UUID.nameUUIDFromBytes(views.getBytes(StandardCharsets.UTF_8)).toString();
    index.put("signature", signature.replace("-", "")).put("purge_seq", 0);
    index.put("language", body.path("language").asString("javascript"));
    index.put("compact_running", false).putArray("collator_versions").add("153.120");
    Answer.json(db.response(), 200, answer);
  }
}
