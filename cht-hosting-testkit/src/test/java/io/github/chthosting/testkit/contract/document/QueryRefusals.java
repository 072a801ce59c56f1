package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "Parameters of queries that are refused",
    pouch = "is not asked: it words its refusals otherwise")
final class QueryRefusals {
  @Case(value = "A limit must be a small integer", since = "3.4")
  void largeLimit(Scene s) {
    s.database();
    s.get("/{db}/_all_docs?limit=100000000000000000000")
        .fails(400, "query_parse_error", "Limit is too large, must not exceed 576460752303423487");
  }

  @Case("In a body a number is no text")
  void textForNumber(Scene s) {
    s.database();
    s.post("/{db}/_all_docs", "{'limit':'2'}")
        .fails(400, "query_parse_error", "Invalid value for integer: <<\"2\">>");
  }

  @Case("A negative number in a body is shown as it is")
  void negative(Scene s) {
    s.database();
    s.post("/{db}/_all_docs", "{'limit':-1}")
        .fails(400, "query_parse_error", "Invalid value for positive integer: -1");
  }

  @Case("A parameter without a value is shown as an empty list")
  void nothing(Scene s) {
    s.database();
    s.get("/{db}/_all_docs?limit=")
        .fails(400, "query_parse_error", "Invalid value for integer: []");
  }

  @Case("_all_docs may start at startkey_docid")
  void startId(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.write("/{db}/b", "{}");
    s.get("/{db}/_all_docs?startkey_docid=b")
        .is(
            200,
            "{'total_rows':2,'offset':1,'rows':[{'id':'b','key':'b','value':{'rev':'<rev>'}}]}");
  }

  @Case("The offset of _design_docs counts all documents before them")
  void designOffset(Scene s) {
    s.database();
    s.write("/{db}/A", "{}");
    s.write("/{db}/_design/x", "{}");
    s.get("/{db}/_design_docs").has("{'total_rows':1,'offset':1,'<more>':0}");
  }

  @Case("_design_docs keeps keys of documents to their place")
  void designRange(Scene s) {
    s.database();
    s.write("/{db}/_design/x", "{}");
    s.get("/{db}/_design_docs?startkey=%22d%22&endkey=%22b%22&descending=true")
        .has("{'rows':[],'<more>':0}");
  }

  @Case("_all_docs with keys finds local documents")
  void localKey(Scene s) {
    s.database();
    s.write("/{db}/_local/l", "{}");
    s.post("/{db}/_all_docs", "{'keys':['_local/l']}")
        .has("{'rows':[{'id':'_local/l','key':'_local/l','value':{'rev':'0-1'}}],'<more>':0}");
  }

  @Case("queries must be an array")
  void queries(Scene s) {
    s.database();
    s.post("/{db}/_all_docs/queries", "{'queries':1}")
        .fails(400, "bad_request", "`queries` member must be an array.");
  }

  @Case("Below _all_docs there is nothing")
  void below(Scene s) {
    s.database();
    s.get("/{db}/_all_docs/x").fails(404, "not_found", "missing");
  }

  @Case("_bulk_get stumbles over docs that are no list")
  void bulkGetDocs(Scene s) {
    s.database();
    s.post("/{db}/_bulk_get", "{'docs':1}")
        .is(500, "{'error':'unknown_error','reason':'function_clause','ref':'<int>'}");
  }

  @Case("_bulk_get sends its length")
  void bulkGetLength(Scene s) {
    s.database();
    s.post("/{db}/_bulk_get", "{'docs':[]}").status(200).header("Content-Length", "15");
  }

  @Case("_bulk_get shows a revision of the wrong type as it came")
  void bulkGetRev(Scene s) {
    s.database();
    s.post("/{db}/_bulk_get", "{'docs':[{'id':'a','rev':1}]}")
        .has(
            "{'results':[{'id':'a','docs':[{'error':{'id':'a','rev':1,"
                + "'error':'bad_request','reason':'Invalid rev format'}}]}]}");
  }

  @Case("Temporary views are gone")
  void temporaryViews(Scene s) {
    s.database();
    s.post("/{db}/_temp_view", "{}")
        .fails(410, "gone", "Temporary views are not supported in CouchDB");
  }

  @Case(value = "_purged_infos lists what was purged, by id", since = "3.4")
  void purgedInfos(Scene s) {
    s.database();
    String rev = s.write("/{db}/b", "{}");
    s.post("/{db}/_purge", "{'b':['" + rev + "'],'a':['1-aa']}").status(201);
    s.get("/{db}/_purged_infos")
        .is(200, "{'purged_infos':[{'id':'a','revs':['1-aa']},{'id':'b','revs':['" + rev + "']}]}");
    s.post("/{db}/_purged_infos", "{}").fails(405, "method_not_allowed", "Only GET allowed");
  }

  @Case("A revision named twice is purged once")
  void purgeTwice(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.post("/{db}/_purge", "{'a':['" + rev + "','" + rev + "']}")
        .is(201, "{'purge_seq':null,'purged':{'a':['" + rev + "']}}");
  }

  @Case("The last bytes of an attachment leave out the first, however many are asked for")
  void lastBytes(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/f").text("image/png", "abc").send().status(201);
    s.ask("GET", "/{db}/a/f")
        .header("Range", "bytes=-9")
        .send()
        .status(206)
        .text("bc")
        .header("Content-Range", "bytes 1-2/3");
  }

  @Case("DELETE of an attachment on a revision that is not there answers 409")
  void deleteAttachment(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/f").text("text/plain", "abc").send().status(201);
    s.delete("/{db}/a/f?rev=1-aaa").fails(409, "not_found", "missing_rev");
  }

  @Case("_changes stumbles over a limit that is no number")
  void changesLimit(Scene s) {
    s.database();
    s.get("/{db}/_changes?limit=x")
        .is(500, "{'error':'unknown_error','reason':'badarg','ref':'<int>'}");
  }
}
