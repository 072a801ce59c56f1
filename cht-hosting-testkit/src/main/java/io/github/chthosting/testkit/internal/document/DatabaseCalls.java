package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.DocumentStore;
import io.github.chthosting.testkit.internal.store.PurgeRequest;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /db/_name}: calls on the whole database. */
final class DatabaseCalls {

  /** Answers one call. */
  @FunctionalInterface
  private interface Call {
    void answer(DocumentContext db) throws IOException;
  }

  private DatabaseCalls() {}

  /** Answers if it knows the call. */
  static boolean handle(DocumentContext db, List<String> path) throws IOException {
    String name = path.get(0);
    boolean whole = path.size() == 1 || (path.size() == 2 && path.get(1).equals("queries"));
    if (AllDocs.isName(name) && whole) {
      new AllDocs(db, name).handle(path);
      return true;
    }
    if (name.equals("_changes") && path.size() == 1) {
      new Changes(db).handle();
      return true;
    }
    if (path.size() > 1 && !name.equals("_compact")) {
      return false;
    }
    return handlePost(db, name) || handleSettings(db, name);
  }

  private static boolean handlePost(DocumentContext db, String name) throws IOException {
    Call call =
        switch (name) {
          case "_bulk_docs" -> d -> new BulkDocs(d).handle();
          case "_bulk_get" -> DatabaseCalls::bulkGet;
          case "_revs_diff" -> d -> new RevisionDiff(d).revsDiff();
          case "_missing_revs" -> d -> new RevisionDiff(d).missingRevs();
          case "_purge" -> d -> new RevisionDiff(d).purge();
          case "_compact" -> DatabaseCalls::compact;
          case "_view_cleanup" -> d -> Answer.ok(d.response(), 202);
          case "_ensure_full_commit" -> DatabaseCalls::fullCommit;
          case "_nouveau_cleanup" -> DatabaseCalls::nouveauCleanup;
          default -> null;
        };
    return answer(db, call, "POST", "POST");
  }

  private static boolean answer(
      DocumentContext db, @Nullable Call call, String method, String allowed) throws IOException {
    if (call == null) {
      return false;
    }
    if (db.request().method().equals(method)) {
      call.answer(db);
    } else {
      Answer.methodNotAllowed(db.response(), allowed);
    }
    return true;
  }

  // On a node's own database CouchDB takes the name for a document's.
  private static void bulkGet(DocumentContext db) throws IOException {
    if (db.store().isLocal()) {
      throw ApiException.badRequest("Referer header required.");
    }
    new BulkGet(db).handle();
  }

  private static void compact(DocumentContext db) throws IOException {
    RequestBody.requireJson(db.request());
    List<String> path = db.request().path();
    int at = path.indexOf("_compact");
    if (at + 1 < path.size()) {
      db.document("_design/" + path.get(at + 1), false);
    } else {
      db.store().compact();
    }
    Answer.ok(db.response(), 202);
  }

  // Nothing is indexed here that could be left over.
  private static void nouveauCleanup(DocumentContext db) throws IOException {
    RequestBody.requireJson(db.request());
    Answer.ok(db.response(), 202);
  }

  private static void fullCommit(DocumentContext db) throws IOException {
    RequestBody.requireJson(db.request());
    String start = db.store().info().path("instance_start_time").asString("");
    Answer.json(
        db.response(), 201, Answer.object().put("ok", true).put("instance_start_time", start));
  }

  // ---- settings ----

  private static boolean handleSettings(DocumentContext db, String name) throws IOException {
    DocumentStore store = db.store();
    switch (name) {
      case "_temp_view" ->
          throw new ApiException(410, "gone", "Temporary views are not supported in CouchDB");
      case "_purged_infos" -> purgedInfos(db);
      case "_security" -> security(db);
      case "_revs_limit" -> limit(db, store::revsLimit, store::revsLimit, "PUT,GET", false);
      case "_purged_infos_limit" ->
          limit(db, store::purgedInfosLimit, store::purgedInfosLimit, "GET,PUT", true);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void purgedInfos(DocumentContext db) throws IOException {
    if (db.settings().version().isBefore(3, 4)) {
      throw ApiException.notFound("missing");
    }
    if (!List.of("GET", "HEAD").contains(db.request().method())) {
      Answer.methodNotAllowed(db.response(), "GET");
      return;
    }
    ObjectNode answer = Answer.object();
    ArrayNode infos = answer.putArray("purged_infos");
    for (PurgeRequest purge : db.store().purges()) {
      ArrayNode revs = infos.addObject().put("id", purge.id()).putArray("revs");
      purge.revs().forEach(rev -> revs.add(rev.toString()));
    }
    Answer.json(db.response(), 200, answer);
  }

  private static void security(DocumentContext db) throws IOException {
    switch (db.request().method()) {
      case "GET", "HEAD" -> Answer.json(db.response(), 200, db.store().security());
      case "PUT" -> {
        SecurityObject.requireAdmin(db, SecurityObject.noMajority());
        db.store().security(SecurityObject.checked(db, RequestBody.json(db.request())));
        Answer.ok(db.response(), 200);
      }
      default -> Answer.methodNotAllowed(db.response(), "PUT,GET");
    }
  }

  private static ApiException noAdmin() {
    String reason = "{error,{forbidden,<<\"You are not a db or server admin.\">>}}";
    return new ApiException(500, "badmatch", reason).traced();
  }

  private static void limit(
      DocumentContext db, LongSupplier get, LongConsumer set, String allowed, boolean purge)
      throws IOException {
    switch (db.request().method()) {
      case "GET", "HEAD" ->
          Answer.json(db.response(), 200, JsonNodeFactory.instance.numberNode(get.getAsLong()));
      case "PUT" -> {
        JsonNode value = RequestBody.json(db.request());
        if (!value.isIntegralNumber() || value.bigIntegerValue().signum() <= 0) {
          throw purge
              ? ApiException.badRequest("`purged_infos_limit` must be positive integer")
              : ApiException.failure("function_clause");
        }
        SecurityObject.requireAdmin(db, noAdmin());
        set.accept(value.longValue(Long.MAX_VALUE));
        Answer.ok(db.response(), 200);
      }
      default -> Answer.methodNotAllowed(db.response(), allowed);
    }
  }
}
