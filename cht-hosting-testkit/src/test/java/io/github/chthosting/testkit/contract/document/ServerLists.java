package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "_all_dbs and _dbs_info as views of databases, and where browsers are sent",
    pouch = "is not asked: it reads few of these parameters, and has no accounts")
final class ServerLists {
  @Case("_all_dbs cannot be reduced or grouped")
  void reduced(Scene s) {
    s.get("/_all_dbs?reduce=true").fails(400, "query_parse_error");
    s.get("/_all_dbs?group=true").fails(400, "query_parse_error");
    s.get("/_all_dbs?group_level=1").fails(400, "query_parse_error");
  }

  @Case(value = "_all_dbs and _dbs_info take one of keys", since = "3.4")
  void keys(Scene s) {
    s.database();
    s.get("/_all_dbs?keys=['{db}']").is(200, "['" + s.name() + "']");
    s.get("/_all_dbs?key=5").is(200, "[]");
    s.get("/_dbs_info?keys=['{db}']").is(200, "[{'key':'" + s.name() + "','info':'<object>'}]");
  }

  @Case("_dbs_info gives keys back as they are")
  void infoKeys(Scene s) {
    s.post("/_dbs_info", "{'keys':[5,null,{'a':1}]}")
        .is(
            200,
            "[{'key':5,'error':'not_found'},{'key':null,'error':'not_found'},"
                + "{'key':{'a':1},'error':'not_found'}]");
  }

  @Case("next of _session must be a path")
  void next(Scene s) {
    String form = "name=admin&password=password";
    s.anonymous()
        .ask("POST", "/_session?next=x")
        .text("application/x-www-form-urlencoded", form)
        .send()
        .fails(400, "bad_request", "path must begin with a /.")
        .noHeader("Set-Cookie");
  }

  @Case("Who is not signed in and wants HTML is sent to the login page")
  void loginPage(Scene s) {
    s.anonymous()
        .ask("GET", "/_all_dbs")
        .header("Accept", "text/html")
        .send()
        .fails(302, "unauthorized", "You are not a server admin.")
        .headerLike("Location", ".*/_utils/session\\.html\\?return=%2F_all_dbs&reason=You%20are.*");
    s.anonymous().ask("GET", "/_all_dbs").header("Accept", "text/html,*/*").send().status(401);
  }

  @Case("_index/_bulk_delete wants ids, and names design documents in full")
  void bulkDelete(Scene s) {
    s.database();
    s.post("/{db}/_index/_bulk_delete", "{}")
        .fails(400, "missing_required_key", "Missing required key: docids");
    s.post("/{db}/_index/_bulk_delete", "{'docids':['y','_design/a']}")
        .is(
            200,
            "{'success':[],'fail':[{'id':'_design/a','error':'not_found'},"
                + "{'id':'_design/y','error':'not_found'}]}");
  }

  @Case("_bulk_get of an id that is no text fails, in parts too")
  void bulkGetParts(Scene s) {
    s.database();
    s.ask("POST", "/{db}/_bulk_get")
        .json("{'docs':[{'id':null}]}")
        .header("Accept", "multipart/mixed")
        .send()
        .fails(500, "unknown_error", "function_clause");
  }
}
