package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Server: what stands above the databases")
final class ServerRoot {
  @Case(
      value = "GET / welcomes with version, uuid, features and vendor",
      pouch = "has no couchdb, git_sha, features")
  void welcome(Scene s) {
    s.get("/")
        .is(
            200,
            "{'couchdb':'Welcome','version':'<string>','git_sha':'<string>','uuid':'<id>','features':'<array>','vendor':{'name':'The Apache Software Foundation'}}");
  }

  @Case("HEAD / answers 200 without a body")
  void head(Scene s) {
    assertThat(s.head("/").status(200).bytes()).isEmpty();
  }

  @Case(value = "The Server header names CouchDB", pouch = "sends no Server")
  void serverHeader(Scene s) {
    s.get("/").headerLike("Server", "CouchDB/3\\..*");
  }

  @Case(
      value = "An answer is application/json for a client that accepts it or says nothing",
      pouch = "sends text/plain")
  void contentType(Scene s) {
    s.ask("GET", "/")
        .header("Accept", "application/json")
        .send()
        .header("Content-Type", "application/json");
    s.ask("GET", "/").header("Accept", "*/*").send().header("Content-Type", "application/json");
  }

  @Case(
      value = "Each answer has a request id of ten hex digits",
      pouch = "sends no X-Couch-Request-ID")
  void requestId(Scene s) {
    s.get("/").headerLike("X-Couch-Request-ID", "[0-9a-f]{10}");
  }

  @Case(value = "GET /_up answers 200 with status ok", pouch = "answers 404, not 200")
  void up(Scene s) {
    s.get("/_up").status(200).has("{'status':'ok','<more>':0}");
  }

  @Case(value = "GET /_uuids gives one id of 32 hex digits", pouch = "makes ids with dashes")
  void oneUuid(Scene s) {
    s.get("/_uuids").is(200, "{'uuids':['<id>']}");
  }

  @Case(value = "GET /_uuids?count=3 gives three different ids", pouch = "makes ids with dashes")
  void threeUuids(Scene s) {
    Answer answer = s.get("/_uuids?count=3").is(200, "{'uuids':['<id>','<id>','<id>']}");
    assertThat(answer.json().path("uuids")).doesNotHaveDuplicates();
  }

  @Case(
      value = "GET /_uuids must not be cached",
      pouch = "sends Cache-Control 'must-revalidate, no-cache'")
  void uuidsAreNotCached(Scene s) {
    s.get("/_uuids").header("Cache-Control", "no-cache").header("Pragma", "no-cache");
  }

  @Case(
      value = "GET /_uuids with a count above the limit is forbidden",
      pouch = "answers 403, not 400")
  void tooManyUuids(Scene s) {
    s.get("/_uuids?count=1001").fails(400, "bad_request", "count parameter too large");
  }

  @Case("POST /_uuids is not allowed, and the answer names what is")
  void postUuids(Scene s) {
    s.post("/_uuids", "{}")
        .fails(405, "method_not_allowed", "Only GET allowed")
        .header("Allow", "GET");
  }

  @Case("GET /_all_dbs lists databases in order, with the new one among them")
  void allDbs(Scene s) {
    s.database();
    var names = s.get("/_all_dbs").status(200).json();
    assertThat(names).anyMatch(name -> name.asString("").equals(s.name()));
  }

  @Case(
      value = "GET /_all_dbs takes startkey, endkey and limit",
      pouch = "ignores startkey and endkey")
  void allDbsRange(Scene s) {
    s.database();
    s.get("/_all_dbs?startkey='{db}'&endkey='{db}'").is(200, "['" + s.name() + "']");
    s.get("/_all_dbs?startkey='{db}'&limit=1").is(200, "['" + s.name() + "']");
  }

  @Case(
      value = "GET /_all_dbs of a range that holds nothing is an empty list",
      pouch = "ignores startkey and endkey")
  void allDbsEmptyRange(Scene s) {
    s.get("/_all_dbs?startkey='{db}'&endkey='{db}'").is(200, "[]");
  }

  @Case(
      value =
          "POST /_dbs_info gives each database's info in the order asked, and an error for one that is missing",
      pouch = "answers 404, not 200")
  void dbsInfo(Scene s) {
    s.database();
    s.post("/_dbs_info", "{'keys':['" + s.name() + "','none-" + s.name() + "']}")
        .is(
            200,
            "[{'key':'%s','info':{'db_name':'%s','<more>':0}},{'key':'none-%s','error':'not_found'}]"
                .formatted(s.name(), s.name(), s.name()));
  }

  @Case(value = "POST /_dbs_info without keys is a bad request", pouch = "answers 404, not 400")
  void dbsInfoWithoutKeys(Scene s) {
    s.post("/_dbs_info", "{}").fails(400, "bad_request", "`keys` member must exist.");
  }

  @Case("GET /_active_tasks is a list")
  void activeTasks(Scene s) {
    s.get("/_active_tasks").is(200, "'<array>'");
  }

  @Case(
      value = "A path that begins with an underscore and is nothing known is a missing database",
      pouch = "says: no_db_file")
  void unknownEndpoint(Scene s) {
    s.get("/_nothing_here").fails(404, "not_found", "Database does not exist.");
  }

  @Case("GET /favicon.ico is an icon or missing, never an error of the server")
  void favicon(Scene s) {
    assertThat(s.get("/favicon.ico").status()).isLessThan(500);
  }
}
