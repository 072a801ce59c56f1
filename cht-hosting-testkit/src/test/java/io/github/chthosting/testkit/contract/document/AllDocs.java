package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("_all_docs")
final class AllDocs {
  /** Documents a to e. */
  private static Scene five(Scene s) {
    s.database();
    s.post(
            "/{db}/_bulk_docs",
            "{'docs':[{'_id':'c'},{'_id':'a'},{'_id':'e'},{'_id':'b'},{'_id':'d'}]}")
        .status(201);
    return s;
  }

  private static void ids(Answer answer, String... ids) {
    assertThat(answer.status(200).json().path("rows"))
        .as("rows of %s", answer)
        .extracting(row -> row.path("id").asString(""))
        .containsExactly(ids);
  }

  private static String row(String id) {
    return "{'id':'%s','key':'%s','value':{'rev':'<rev>'}}".formatted(id, id);
  }

  @Case("Rows come in the order of ids, with total_rows and offset")
  void all(Scene s) {
    five(s);
    s.get("/{db}/_all_docs")
        .is(
            200,
            "{'total_rows':5,'offset':0,'rows':["
                + row("a")
                + ","
                + row("b")
                + ","
                + row("c")
                + ","
                + row("d")
                + ","
                + row("e")
                + "]}");
  }

  @Case("An empty database gives no rows")
  void empty(Scene s) {
    s.database();
    s.get("/{db}/_all_docs").is(200, "{'total_rows':0,'offset':0,'rows':[]}");
  }

  @Case("A missing database answers 404")
  void missingDatabase(Scene s) {
    s.get("/{db}/_all_docs").fails(404, "not_found");
  }

  @Case("descending=true reverses")
  void descending(Scene s) {
    ids(five(s).get("/{db}/_all_docs?descending=true"), "e", "d", "c", "b", "a");
  }

  @Case(
      value = "startkey and endkey bound the rows, both included",
      pouch = "says that the offset is 0")
  void range(Scene s) {
    five(s);
    s.get("/{db}/_all_docs?startkey='b'&endkey='c'")
        .is(200, "{'total_rows':5,'offset':1,'rows':[" + row("b") + "," + row("c") + "]}");
  }

  @Case("start_key and end_key are the same")
  void rangeByOtherNames(Scene s) {
    ids(five(s).get("/{db}/_all_docs?start_key='b'&end_key='c'"), "b", "c");
  }

  @Case("inclusive_end=false leaves the end out")
  void exclusiveEnd(Scene s) {
    ids(five(s).get("/{db}/_all_docs?startkey='b'&endkey='d'&inclusive_end=false"), "b", "c");
  }

  @Case("With descending=true startkey is the higher")
  void descendingRange(Scene s) {
    ids(five(s).get("/{db}/_all_docs?descending=true&startkey='d'&endkey='b'"), "d", "c", "b");
  }

  @Case("limit and skip cut")
  void limitAndSkip(Scene s) {
    five(s);
    s.get("/{db}/_all_docs?limit=2&skip=1")
        .is(200, "{'total_rows':5,'offset':1,'rows':[" + row("b") + "," + row("c") + "]}");
  }

  @Case("limit=0 gives no rows, but the total")
  void limitZero(Scene s) {
    five(s);
    s.get("/{db}/_all_docs?limit=0").has("{'total_rows':5,'rows':[],'<more>':0}");
  }

  @Case("key gives one row")
  void key(Scene s) {
    ids(five(s).get("/{db}/_all_docs?key='c'"), "c");
  }

  @Case("key of a missing document gives no row")
  void missingKey(Scene s) {
    ids(five(s).get("/{db}/_all_docs?key='x'"));
  }

  @Case("POST keys gives a row for each, in their order, with an error for one that is missing")
  void keys(Scene s) {
    five(s);
    s.post("/{db}/_all_docs", "{'keys':['d','x','a']}")
        .is(
            200,
            "{'total_rows':5,'offset':'<any>','rows':["
                + row("d")
                + ",{'key':'x','error':'not_found'},"
                + row("a")
                + "]}");
  }

  @Case("GET keys does the same")
  void keysByGet(Scene s) {
    five(s);
    s.get("/{db}/_all_docs?keys=['d','a']")
        .has("{'rows':[" + row("d") + "," + row("a") + "],'<more>':0}");
  }

  @Case(
      value = "keys show a deleted document as deleted, with a null document",
      pouch = "adds doc where it was not asked for")
  void deletedKey(Scene s) {
    five(s);
    String rev = s.get("/{db}/a").rev();
    s.delete("/{db}/a?rev=" + rev);
    s.post("/{db}/_all_docs", "{'keys':['a']}")
        .has("{'rows':[{'id':'a','key':'a','value':{'rev':'<rev>','deleted':true}}],'<more>':0}");
    s.post("/{db}/_all_docs?include_docs=true", "{'keys':['a']}")
        .has(
            "{'rows':[{'id':'a','key':'a','value':{'rev':'<rev>','deleted':true},'doc':null}],'<more>':0}");
  }

  @Case("A key twice gives two rows")
  void keyTwice(Scene s) {
    ids(five(s).post("/{db}/_all_docs", "{'keys':['a','a']}"), "a", "a");
  }

  @Case("No keys give no rows")
  void noKeys(Scene s) {
    ids(five(s).post("/{db}/_all_docs", "{'keys':[]}"));
  }

  @Case(
      value = "keys that are no list are a bad request",
      pouch = "says: options.keys must be an array")
  void keysNoList(Scene s) {
    five(s)
        .post("/{db}/_all_docs", "{'keys':'a'}")
        .fails(400, "bad_request", "`keys` body member must be an array.");
  }

  @Case("include_docs=true adds the documents")
  void includeDocs(Scene s) {
    s.database();
    s.write("/{db}/a", "{'n':1}");
    s.get("/{db}/_all_docs?include_docs=true")
        .has(
            "{'rows':[{'id':'a','key':'a','value':{'rev':'<rev>'},'doc':{'_id':'a','_rev':'<rev>','n':1}}],'<more>':0}");
  }

  @Case("include_docs and conflicts add the conflicts")
  void includeConflicts(Scene s) {
    s.database();
    s.graft("a", "{}", 1, "aaaa");
    s.graft("a", "{}", 1, "bbbb");
    s.get("/{db}/_all_docs?include_docs=true&conflicts=true")
        .has(
            "{'rows':[{'id':'a','key':'a','value':{'rev':'1-bbbb'},'doc':{'_id':'a','_rev':'1-bbbb','_conflicts':['1-aaaa']}}],'<more>':0}");
  }

  @Case("include_docs and attachments add their content")
  void includeAttachments(Scene s) {
    s.database();
    s.write("/{db}/a", "{'_attachments':{'f':{'content_type':'image/png','data':'aGVsbG8='}}}");
    s.get("/{db}/_all_docs?include_docs=true&attachments=true")
        .has(
            "{'rows':[{'id':'a','key':'a','value':'<object>','doc':{'_id':'a','_rev':'<rev>','_attachments':{'f':{'content_type':'image/png','revpos':1,'digest':'<string>','data':'aGVsbG8='}}}}],'<more>':0}");
  }

  @Case("Deleted documents are left out")
  void deleted(Scene s) {
    five(s);
    s.delete("/{db}/c?rev=" + s.get("/{db}/c").rev());
    ids(s.get("/{db}/_all_docs"), "a", "b", "d", "e");
    s.get("/{db}/_all_docs").has("{'total_rows':4,'<more>':0}");
  }

  @Case("Local documents are left out, design documents are not")
  void specialDocuments(Scene s) {
    s.database();
    s.write("/{db}/_local/l", "{}");
    s.write("/{db}/_design/d", "{}");
    s.write("/{db}/a", "{}");
    ids(s.get("/{db}/_all_docs"), "_design/d", "a");
  }

  @Case("Ids are ordered as bytes: upper case before underscore before lower case before umlauts")
  void byteOrder(Scene s) {
    s.database();
    s.post(
        "/{db}/_bulk_docs",
        "{'docs':[{'_id':'a'},{'_id':'B'},{'_id':'A'},{'_id':'ä'},{'_id':'1'},{'_id':'~'},{'_id':'a1'},{'_id':'b'}]}");
    ids(s.get("/{db}/_all_docs"), "1", "A", "B", "a", "a1", "b", "~", "ä");
  }

  @Case("update_seq=true adds the sequence")
  void updateSeq(Scene s) {
    five(s);
    s.get("/{db}/_all_docs?update_seq=true&limit=1").has("{'update_seq':'<seq>','<more>':0}");
  }

  @Case(value = "A startkey that is no text bounds as JSON is ordered", since = "3.4")
  void otherKeys(Scene s) {
    ids(five(s).get("/{db}/_all_docs?startkey=null&endkey=1"));
  }

  @Case(value = "A key that is no JSON is a bad request", pouch = "answers 200, not 400")
  void badKey(Scene s) {
    five(s).get("/{db}/_all_docs?key=a").fails(400, "bad_request", "invalid UTF-8 JSON");
  }

  @Case(value = "A limit that is no number is a bad request", pouch = "answers 200, not 400")
  void badLimit(Scene s) {
    five(s)
        .get("/{db}/_all_docs?limit=x")
        .fails(400, "query_parse_error", "Invalid value for integer: \"x\"");
  }

  @Case(value = "A negative skip is a bad request", pouch = "answers 200, not 400")
  void negativeSkip(Scene s) {
    five(s)
        .get("/{db}/_all_docs?skip=-1")
        .fails(400, "query_parse_error", "Invalid value for positive integer: \"-1\"");
  }

  @Case(value = "_all_docs/queries answers several queries", pouch = "answers 400, not 200")
  void queries(Scene s) {
    five(s);
    s.post("/{db}/_all_docs/queries", "{'queries':[{'key':'a'},{'limit':1,'skip':4}]}")
        .is(
            200,
            "{'results':[{'total_rows':5,'offset':0,'rows':["
                + row("a")
                + "]},{'total_rows':5,'offset':4,'rows':["
                + row("e")
                + "]}]}");
  }

  @Case(value = "_design_docs gives design documents alone", pouch = "answers 404, not 200")
  void designDocs(Scene s) {
    five(s);
    s.write("/{db}/_design/d", "{}");
    ids(s.get("/{db}/_design_docs"), "_design/d");
  }
}
