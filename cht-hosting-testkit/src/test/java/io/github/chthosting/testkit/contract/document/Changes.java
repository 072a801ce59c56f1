package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;
import tools.jackson.databind.JsonNode;

@Subject("_changes, read at once")
final class Changes {
  /** Documents a, b and c, written in that order. */
  static Scene three(Scene s) {
    s.database();
    s.write("/{db}/a", "{'n':1}");
    s.write("/{db}/b", "{'n':2}");
    s.write("/{db}/c", "{'n':3}");
    return s;
  }

  static void ids(Answer answer, String... ids) {
    assertThat(answer.status(200).json().path("results"))
        .as("rows of %s", answer)
        .extracting(row -> row.path("id").asString(""))
        .containsExactly(ids);
  }

  private static String seq(Scene s, int row) {
    return s.get("/{db}/_changes").json().path("results").path(row).path("seq").asString("");
  }

  @Case(
      value = "Each document is a row with seq, id and the winning rev, in the order of writing",
      pouch = "has no pending")
  void all(Scene s) {
    three(s)
        .get("/{db}/_changes")
        .is(
            200,
            """
            {'results':[{'seq':'<seq>','id':'a','changes':[{'rev':'<rev>'}]},
                        {'seq':'<seq>','id':'b','changes':[{'rev':'<rev>'}]},
                        {'seq':'<seq>','id':'c','changes':[{'rev':'<rev>'}]}],
             'last_seq':'<seq>','pending':0}""");
  }

  @Case(value = "An empty database gives no rows", pouch = "has no pending")
  void empty(Scene s) {
    s.database();
    s.get("/{db}/_changes").is(200, "{'results':[],'last_seq':'<seq>','pending':0}");
  }

  @Case("An updated document is one row, at the place of its last update")
  void updated(Scene s) {
    three(s);
    s.write("/{db}/a?rev=" + s.get("/{db}/a").rev(), "{}");
    ids(s.get("/{db}/_changes"), "b", "c", "a");
  }

  @Case("A deleted document is a row with deleted")
  void deleted(Scene s) {
    s.database();
    String rev = s.delete("/{db}/a?rev=" + s.write("/{db}/a", "{}")).rev();
    s.get("/{db}/_changes")
        .has(
            "{'results':[{'seq':'<seq>','id':'a','changes':[{'rev':'"
                + rev
                + "'}],'deleted':true}],'<more>':0}");
  }

  @Case("since gives what came after")
  void since(Scene s) {
    three(s);
    ids(s.get("/{db}/_changes?since=" + seq(s, 0)), "b", "c");
  }

  @Case("since=0 gives all")
  void sinceZero(Scene s) {
    ids(three(s).get("/{db}/_changes?since=0"), "a", "b", "c");
  }

  @Case("since=now gives nothing")
  void sinceNow(Scene s) {
    ids(three(s).get("/{db}/_changes?since=now"));
  }

  @Case("last_seq is where the next read goes on")
  void lastSeq(Scene s) {
    three(s);
    String last = s.get("/{db}/_changes?limit=2").json().path("last_seq").asString("");
    ids(s.get("/{db}/_changes?since=" + last), "c");
  }

  @Case(value = "limit cuts, and pending counts the rest", pouch = "has no pending")
  void limit(Scene s) {
    three(s);
    Answer answer = s.get("/{db}/_changes?limit=1");
    ids(answer, "a");
    answer.has("{'pending':2,'<more>':0}");
  }

  @Case(value = "limit=0 gives no rows", pouch = "takes a limit of 0 for 1")
  void limitZero(Scene s) {
    ids(three(s).get("/{db}/_changes?limit=0"));
  }

  @Case("descending=true begins with the newest")
  void descending(Scene s) {
    ids(three(s).get("/{db}/_changes?descending=true&limit=2"), "c", "b");
  }

  @Case("include_docs=true adds the documents")
  void includeDocs(Scene s) {
    s.database();
    s.write("/{db}/a", "{'n':1}");
    s.get("/{db}/_changes?include_docs=true")
        .has(
            "{'results':[{'seq':'<seq>','id':'a','changes':[{'rev':'<rev>'}],'doc':{'_id':'a','_rev':'<rev>','n':1}}],'<more>':0}");
  }

  @Case("include_docs=true gives the tombstone of a deleted document")
  void includeTombstone(Scene s) {
    s.database();
    s.put("/{db}/a", "{'_deleted':true,'why':'x'}");
    s.get("/{db}/_changes?include_docs=true")
        .has(
            "{'results':[{'deleted':true,'doc':{'_id':'a','_rev':'<rev>','_deleted':true,'why':'x'},'<more>':0}],'<more>':0}");
  }

  @Case("include_docs=true gives stubs, with attachments=true content")
  void includeAttachments(Scene s) {
    s.database();
    s.write("/{db}/a", "{'_attachments':{'f':{'content_type':'image/png','data':'aGVsbG8='}}}");
    s.get("/{db}/_changes?include_docs=true")
        .has(
            "{'results':[{'doc':{'_attachments':{'f':{'stub':true,'<more>':0}},'<more>':0},'<more>':0}],'<more>':0}");
    s.get("/{db}/_changes?include_docs=true&attachments=true")
        .has(
            "{'results':[{'doc':{'_attachments':{'f':{'data':'aGVsbG8=','<more>':0}},'<more>':0},'<more>':0}],'<more>':0}");
  }

  @Case("include_docs and conflicts add the conflicts")
  void includeConflicts(Scene s) {
    s.database();
    s.graft("a", "{}", 1, "aaaa");
    s.graft("a", "{}", 1, "bbbb");
    s.get("/{db}/_changes?include_docs=true&conflicts=true")
        .has(
            "{'results':[{'doc':{'_id':'a','_rev':'1-bbbb','_conflicts':['1-aaaa']},'<more>':0}],'<more>':0}");
  }

  @Case(
      value = "style=all_docs names every leaf, the winner first",
      pouch = "lists leaves in another order")
  void allLeaves(Scene s) {
    s.database();
    s.graft("a", "{}", 1, "aaaa");
    s.graft("a", "{'_deleted':true}", 2, "dddd", "cccc");
    s.graft("a", "{}", 1, "bbbb");
    s.get("/{db}/_changes?style=all_docs")
        .has(
            "{'results':[{'seq':'<seq>','id':'a','changes':[{'rev':'1-bbbb'},{'rev':'1-aaaa'},{'rev':'2-dddd'}]}],'<more>':0}");
  }

  @Case("style=main_only names the winner alone")
  void mainOnly(Scene s) {
    s.database();
    s.graft("a", "{}", 1, "aaaa");
    s.graft("a", "{}", 1, "bbbb");
    s.get("/{db}/_changes?style=main_only")
        .has("{'results':[{'seq':'<seq>','id':'a','changes':[{'rev':'1-bbbb'}]}],'<more>':0}");
  }

  @Case(
      value = "style=all_docs with include_docs gives the winner's document",
      pouch = "lists leaves in another order")
  void allLeavesWithDocs(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':2}", 1, "bbbb");
    s.get("/{db}/_changes?style=all_docs&include_docs=true")
        .has(
            "{'results':[{'changes':[{'rev':'1-bbbb'},{'rev':'1-aaaa'}],'doc':{'_id':'a','_rev':'1-bbbb','n':2},'<more>':0}],'<more>':0}");
  }

  @Case(
      value = "seq_interval=2 gives every other row a seq, the first included, and null between",
      pouch = "ignores seq_interval")
  void seqInterval(Scene s) {
    three(s);
    s.write("/{db}/d", "{}");
    JsonNode rows = s.get("/{db}/_changes?seq_interval=2").status(200).json().path("results");
    assertThat(rows)
        .extracting(row -> row.path("seq").isNull())
        .containsExactly(false, true, false, true);
  }

  @Case("filter=_doc_ids with POST gives the documents named")
  void docIds(Scene s) {
    ids(three(s).post("/{db}/_changes?filter=_doc_ids", "{'doc_ids':['c','a','x']}"), "a", "c");
  }

  @Case("filter=_doc_ids with GET takes doc_ids from the query")
  void docIdsByGet(Scene s) {
    ids(three(s).get("/{db}/_changes?filter=_doc_ids&doc_ids=['b']"), "b");
  }

  @Case(
      value = "filter=_doc_ids without ids is a bad request",
      pouch = "ends itself over a missing parameter",
      spared = true)
  void docIdsMissing(Scene s) {
    three(s)
        .get("/{db}/_changes?filter=_doc_ids")
        .fails(400, "bad_request", "`doc_ids` filter parameter is not a list of doc ids.");
  }

  @Case(
      value = "filter=_selector gives the documents that match",
      pouch = "ends itself over filter=_selector",
      spared = true)
  void selector(Scene s) {
    ids(three(s).post("/{db}/_changes?filter=_selector", "{'selector':{'n':{'$gt':1}}}"), "b", "c");
  }

  @Case(
      value = "filter=_selector sees _id and _deleted",
      pouch = "ends itself over filter=_selector",
      spared = true)
  void selectorOfTombstones(Scene s) {
    three(s);
    s.delete("/{db}/a?rev=" + s.get("/{db}/a").rev());
    ids(s.post("/{db}/_changes?filter=_selector", "{'selector':{'_deleted':true}}"), "a");
  }

  @Case(
      value = "filter=_selector without a selector is a bad request",
      pouch = "ends itself over filter=_selector",
      spared = true)
  void selectorMissing(Scene s) {
    three(s)
        .post("/{db}/_changes?filter=_selector", "{}")
        .fails(400, "bad_request", "Selector error: expected a JSON object");
  }

  @Case(
      value = "filter=_design gives design documents alone",
      pouch = "ends itself over filter=_design",
      spared = true)
  void designFilter(Scene s) {
    three(s);
    s.write("/{db}/_design/d", "{}");
    ids(s.get("/{db}/_changes?filter=_design"), "_design/d");
  }

  @Case(
      value = "A filter in a missing design document answers 404",
      pouch = "ends itself over a missing filter",
      spared = true)
  void missingFilter(Scene s) {
    three(s).get("/{db}/_changes?filter=none/none").fails(404, "not_found", "missing");
  }

  @Case(
      value = "A filter that is not design/name is a bad request",
      pouch = "ends itself over a bad filter",
      spared = true)
  void badFilter(Scene s) {
    three(s).get("/{db}/_changes?filter=none").fails(400, "bad_request");
  }

  @Case(
      value = "A since that is nothing known is a bad request",
      pouch = "ends itself over a bad since",
      spared = true)
  void badSince(Scene s) {
    three(s)
        .get("/{db}/_changes?since=nonsense")
        .fails(400, "bad_request", "Malformed sequence supplied in 'since' parameter.");
  }

  @Case("A missing database answers 404")
  void missingDatabase(Scene s) {
    s.get("/{db}/_changes").fails(404, "not_found");
  }

  @Case(
      value = "The ETag of _changes is not sent, for it would never be right",
      pouch = "sends no Cache-Control")
  void etag(Scene s) {
    three(s).get("/{db}/_changes").status(200).headerLike("Cache-Control", "must-revalidate");
  }

  @Case("POST without a body is a bad request, with {} it is like GET")
  void post(Scene s) {
    ids(three(s).post("/{db}/_changes", "{}"), "a", "b", "c");
  }
}
