package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Server: what stands above the databases")
final class ServerRoot {
  @Case("GET / welcomes with version, uuid, features and vendor")
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

  @Case("The Server header names CouchDB")
  void serverHeader(Scene s) {
    s.get("/").headerLike("Server", "CouchDB/3\\..*");
  }

  @Case("An answer is application/json for a client that accepts it or says nothing")
  void contentType(Scene s) {
    s.ask("GET", "/")
        .header("Accept", "application/json")
        .send()
        .header("Content-Type", "application/json");
    s.ask("GET", "/").header("Accept", "*/*").send().header("Content-Type", "application/json");
  }

  @Case("Each answer has a request id of ten hex digits")
  void requestId(Scene s) {
    s.get("/").headerLike("X-Couch-Request-ID", "[0-9a-f]{10}");
  }

  @Case("GET /_up answers 200 with status ok")
  void up(Scene s) {
    s.get("/_up").status(200).has("{'status':'ok','<more>':0}");
  }

  @Case("GET /_uuids gives one id of 32 hex digits")
  void oneUuid(Scene s) {
    s.get("/_uuids").is(200, "{'uuids':['<id>']}");
  }

  @Case("GET /_uuids?count=3 gives three different ids")
  void threeUuids(Scene s) {
    Answer answer = s.get("/_uuids?count=3").is(200, "{'uuids':['<id>','<id>','<id>']}");
    assertThat(answer.json().path("uuids")).doesNotHaveDuplicates();
  }

  @Case("GET /_uuids must not be cached")
  void uuidsAreNotCached(Scene s) {
    s.get("/_uuids").header("Cache-Control", "no-cache").header("Pragma", "no-cache");
  }

  @Case("GET /_uuids with a count above the limit is forbidden")
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
    assertThat(names).anyMatch(name -> name.asText().equals(s.name()));
  }

  @Case("GET /_all_dbs takes startkey, endkey and limit")
  void allDbsRange(Scene s) {
    s.database();
    s.get("/_all_dbs?startkey='{db}'&endkey='{db}'").is(200, "['" + s.name() + "']");
    s.get("/_all_dbs?startkey='{db}'&limit=1").is(200, "['" + s.name() + "']");
  }

  @Case("GET /_all_dbs of a range that holds nothing is an empty list")
  void allDbsEmptyRange(Scene s) {
    s.get("/_all_dbs?startkey='{db}'&endkey='{db}'").is(200, "[]");
  }

  @Case(
      "POST /_dbs_info gives each database's info in the order asked, and an error for one that is missing")
  void dbsInfo(Scene s) {
    s.database();
    s.post("/_dbs_info", "{'keys':['" + s.name() + "','none-" + s.name() + "']}")
        .is(
            200,
            "[{'key':'%s','info':{'db_name':'%s','<more>':0}},{'key':'none-%s','error':'not_found'}]"
                .formatted(s.name(), s.name(), s.name()));
  }

  @Case("POST /_dbs_info without keys is a bad request")
  void dbsInfoWithoutKeys(Scene s) {
    s.post("/_dbs_info", "{}").fails(400, "bad_request", "`keys` member must exist.");
  }

  @Case("GET /_active_tasks is a list")
  void activeTasks(Scene s) {
    s.get("/_active_tasks").is(200, "'<array>'");
  }

  @Case("A path that begins with an underscore and is nothing known is a missing database")
  void unknownEndpoint(Scene s) {
    s.get("/_nothing_here").fails(404, "not_found", "Database does not exist.");
  }

  @Case("GET /favicon.ico is an icon or missing, never an error of the server")
  void favicon(Scene s) {
    assertThat(s.get("/favicon.ico").status()).isLessThan(500);
  }
}
