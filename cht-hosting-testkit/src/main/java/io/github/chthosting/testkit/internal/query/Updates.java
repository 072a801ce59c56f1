package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.function.UpdateFunction;
import io.github.chthosting.testkit.internal.document.DocumentContext;
import io.github.chthosting.testkit.internal.document.DocumentIds;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code _design/name/_update/function[/id]}. */
final class Updates {
  private Updates() {}

  static void handle(DocumentContext db, List<String> path) throws IOException {
    String design = path.get(1);
    JsonNode body = db.document("_design/" + design, false).winner().body().tree();
    if (!body.has("updates")) {
      throw ApiException.notFound("missing json key: updates");
    }
    String name = path.size() > 3 ? path.get(3) : "";
    if (!body.get("updates").has(name)) {
      throw ApiException.notFound("missing json key: " + name);
    }
    UpdateFunction function =
        db.functions()
            .update(design, name)
            .orElseThrow(
                () ->
                    new ApiException(
                        500,
                        "unregistered_function",
                        "No Java function is registered for the update " + design + "/" + name));
    run(db, function, String.join("/", path.subList(Math.min(4, path.size()), path.size())));
  }

  private static void run(DocumentContext db, UpdateFunction function, String id)
      throws IOException {
    Optional<StoredDocument> old =
        id.isEmpty() ? Optional.empty() : db.store().document(id).filter(d -> !d.isDeleted());
    ObjectNode doc = old.map(d -> Documents.json(d.id(), d.winner())).orElse(null);
    Map<String, String> query = new HashMap<>();
    db.request().query().parameters().forEach(p -> query.put(p.getKey(), p.getValue()));
    String text = new String(db.request().body().readAllBytes(), StandardCharsets.UTF_8);
    UpdateFunction.Result result = function.update(doc, query, text);
    ObjectNode written = result.document();
    if (written != null) {
      String target = written.path("_id").asString(id.isEmpty() ? DocumentIds.fresh() : id);
      Rev rev = db.write(target, written);
      db.response().header("X-Couch-Update-NewRev", rev.toString());
      db.response().header("X-Couch-Id", target).status(201);
    }
    db.response().header("Content-Type", "text/html; charset=utf-8");
    try (OutputStream out = db.response().body()) {
      out.write(result.body().getBytes(StandardCharsets.UTF_8));
    }
  }
}
