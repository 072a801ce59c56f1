package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.function.DesignFunctions;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.NodeSettings;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.query.QueryEndpoints;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.DocumentStore;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.WriteResult;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Answers everything below {@code /db} that concerns documents, and {@code GET} and {@code POST} on
 * {@code /db} itself. Creation and deletion of databases, {@code _shards} and the like are the
 * cluster's. Thread-safe; one for all databases of a node.
 */
public final class DatabaseEndpoints {
  private final DesignFunctions functions;
  private final NodeSettings settings;
  private final QueryEndpoints queries = new QueryEndpoints();

  public DatabaseEndpoints(DesignFunctions functions, NodeSettings settings) {
    this.functions = functions;
    this.settings = settings;
  }

  /**
   * Answers a request.
   *
   * @param store the same object for the same database at each call: indexes of views hang on it
   * @param path what follows the database's name: {@code [_design, x]}; empty for the database
   */
  public void handle(DocumentStore store, List<String> path, Request request, Response response)
      throws IOException {
    DocumentContext db = new DocumentContext(store, request, response, functions, settings);
    if (path.isEmpty()) {
      database(db);
    } else if (isBroken(path.get(0), request)) {
      broken(request);
    } else if (path.get(0).startsWith("_")) {
      special(db, path);
    } else {
      document(db, path.get(0), path.subList(1, path.size()));
    }
  }

  // An id that is not UTF-8 was decoded with replacement characters that nobody sent.
  private static boolean isBroken(String id, Request request) {
    return id.indexOf('\ufffd') >= 0
        && !request.rawTarget().toUpperCase(Locale.ROOT).contains("%EF%BF%BD");
  }

  private static void broken(Request request) {
    if (request.method().equals("PUT")) {
      throw new ApiException(400, "illegal_docid", "Document id must be valid UTF-8");
    }
    throw ApiException.notFound("missing");
  }

  private static void database(DocumentContext db) throws IOException {
    switch (db.request().method()) {
      case "GET", "HEAD" -> Answer.json(db.response(), 200, db.store().info());
      case "POST" -> post(db);
      default -> Answer.methodNotAllowed(db.response(), "DELETE,GET,HEAD,POST");
    }
  }

  private static void post(DocumentContext db) throws IOException {
    RequestBody.requireJson(db.request());
    DocumentEdit body = db.reader(FollowingParts.NONE).read(RequestBody.json(db.request()));
    DocumentEdit edit = body.id().isEmpty() ? body.withId(DocumentIds.fresh()).withoutRevs() : body;
    if (DocumentIds.isLocal(edit.id())) {
      WriteResult result = new LocalDocuments(db).write(edit, false);
      if (DocumentEndpoints.isBatch(db.request())) {
        Answer.json(db.response(), 202, Answer.object().put("ok", true).put("id", edit.id()));
        return;
      }
      Rev rev = result.orThrow();
      db.response().header("Location", db.location(edit.id()));
      Answer.json(db.response(), 201, Answer.written(edit.id(), rev));
      return;
    }
    if (DocumentEndpoints.isBatch(db.request())) {
      new DocumentEndpoints(db).batch(edit);
      return;
    }
    Rev rev = db.write(edit, false);
    db.response().header("Location", db.location(edit.id()));
    Answer.json(db.response(), 201, Answer.written(edit.id(), rev));
  }

  private void special(DocumentContext db, List<String> path) throws IOException {
    String first = path.get(0);
    if (first.equals("_design")) {
      design(db, path);
    } else if (first.startsWith("_design/")) {
      encodedDesign(db, path);
    } else if (first.equals("_local") || first.startsWith("_local/")) {
      local(db, path);
    } else if (queries.handles(path)) {
      queries.handle(db, path);
    } else if (!DatabaseCalls.handle(db, path)) {
      document(db, first, path.subList(1, path.size()));
    }
  }

  private void design(DocumentContext db, List<String> path) throws IOException {
    if (path.size() == 1) {
      document(db, "_design", List.of());
      return;
    }
    if (path.size() > 2 && queries.handlesDesign(path)) {
      queries.handleDesign(db, path);
      return;
    }
    document(db, "_design/" + path.get(1), path.subList(2, path.size()));
  }

  private static void encodedDesign(DocumentContext db, List<String> path) throws IOException {
    String method = db.request().method();
    if (method.equals("GET") || method.equals("HEAD")) {
      String target = db.request().rawTarget().replaceFirst("(?i)_design%2F", "_design/");
      db.response().header("Location", db.request().origin() + target);
      db.response().status(301).header("Content-Length", "0").body().close();
      return;
    }
    document(db, path.get(0), path.subList(1, path.size()));
  }

  private static void local(DocumentContext db, List<String> path) throws IOException {
    boolean whole = path.get(0).startsWith("_local/");
    if (path.get(0).equals("_local/") || (!whole && path.size() == 1)) {
      throw ApiException.badRequest("Invalid _local document id.");
    }
    if (path.size() > (whole ? 1 : 2)) {
      throw ApiException.badRequest("_local documents do not accept attachments.");
    }
    new LocalDocuments(db).handle(whole ? path.get(0) : "_local/" + path.get(1));
  }

  private static void document(DocumentContext db, String id, List<String> rest)
      throws IOException {
    if (rest.isEmpty()) {
      new DocumentEndpoints(db).handle(id);
    } else {
      new AttachmentEndpoints(db).handle(id, String.join("/", rest));
    }
  }
}
