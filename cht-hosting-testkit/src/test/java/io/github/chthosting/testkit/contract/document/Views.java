package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Functions;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Views: rows")
final class Views {
  private static final String BY_TYPE = "/{db}/_design/contract/_view/by_type";
  private static final String BY_KEY = "/{db}/_design/contract/_view/by_key";

  /** Documents of three types, and the views. */
  private static Scene some(Scene s) {
    s.database();
    s.write("/{db}/_design/" + Functions.DESIGN, Functions.views());
    s.post(
            "/{db}/_bulk_docs",
            """
            {'docs':[{'_id':'a','type':'x','n':1},{'_id':'b','type':'y','n':2},{'_id':'c','type':'x','n':3},{'_id':'d','type':'z','n':4},
                     {'_id':'e','type':'y','n':5}]}""")
        .status(201);
    return s;
  }

  private static void ids(Answer answer, String... ids) {
    assertThat(answer.status(200).json().path("rows"))
        .as("rows of %s", answer)
        .extracting(row -> row.path("id").asString(""))
        .containsExactly(ids);
  }

  @Case("Rows are ordered by key, then by id")
  void all(Scene s) {
    some(s)
        .get(BY_TYPE)
        .is(
            200,
            """
            {'total_rows':5,'offset':0,'rows':[
              {'id':'a','key':'x','value':1},{'id':'c','key':'x','value':3},{'id':'b','key':'y','value':2},{'id':'e','key':'y','value':5},
              {'id':'d','key':'z','value':4}]}""");
  }

  @Case("descending=true reverses keys and ids")
  void descending(Scene s) {
    ids(some(s).get(BY_TYPE + "?descending=true"), "d", "e", "b", "c", "a");
  }

  @Case(
      value = "key gives the rows of one key, in the order of ids",
      pouch = "says that the offset is 0")
  void key(Scene s) {
    some(s)
        .get(BY_TYPE + "?key='y'")
        .is(
            200,
            "{'total_rows':5,'offset':2,'rows':[{'id':'b','key':'y','value':2},{'id':'e','key':'y','value':5}]}");
  }

  @Case("startkey and endkey bound the rows, both included")
  void range(Scene s) {
    ids(some(s).get(BY_TYPE + "?startkey='x'&endkey='y'"), "a", "c", "b", "e");
  }

  @Case("inclusive_end=false leaves the end out")
  void exclusiveEnd(Scene s) {
    ids(some(s).get(BY_TYPE + "?startkey='x'&endkey='y'&inclusive_end=false"), "a", "c");
  }

  @Case(value = "startkey_docid begins within a key", pouch = "ignores startkey_docid")
  void startKeyDocId(Scene s) {
    ids(some(s).get(BY_TYPE + "?startkey='x'&startkey_docid=c&endkey='x'"), "c");
  }

  @Case(value = "endkey_docid ends within a key", pouch = "ignores endkey_docid")
  void endKeyDocId(Scene s) {
    ids(some(s).get(BY_TYPE + "?startkey='x'&endkey='y'&endkey_docid=b"), "a", "c", "b");
  }

  @Case("keys gives the rows of each key, in the order of the keys")
  void keys(Scene s) {
    ids(some(s).post(BY_TYPE, "{'keys':['z','x','none']}"), "d", "a", "c");
  }

  @Case("limit and skip cut, and the offset tells where")
  void limitAndSkip(Scene s) {
    some(s)
        .get(BY_TYPE + "?limit=2&skip=2")
        .is(
            200,
            "{'total_rows':5,'offset':2,'rows':[{'id':'b','key':'y','value':2},{'id':'e','key':'y','value':5}]}");
  }

  @Case("include_docs=true adds the documents")
  void includeDocs(Scene s) {
    some(s)
        .get(BY_TYPE + "?key='z'&include_docs=true")
        .has(
            "{'rows':[{'id':'d','key':'z','value':4,'doc':{'_id':'d','_rev':'<rev>','type':'z','n':4}}],'<more>':0}");
  }

  @Case(value = "include_docs=true follows an _id in the value", pouch = "has no doc")
  void linkedDocs(Scene s) {
    s.database();
    s.write("/{db}/_design/contract", Functions.views());
    s.write("/{db}/a", "{'n':1,'link':'b'}");
    s.write("/{db}/b", "{'n':2,'link':'none'}");
    s.get("/{db}/_design/contract/_view/links?include_docs=true")
        .has(
            "{'rows':[{'id':'a','key':1,'value':{'_id':'b'},'doc':{'_id':'b','<more>':0}},{'id':'b','key':2,'value':{'_id':'none'},'doc':null}],'<more>':0}");
  }

  @Case("A document may emit several rows, and one whose map fails emits none")
  void severalRows(Scene s) {
    s.database();
    s.write("/{db}/_design/contract", Functions.views());
    s.write("/{db}/a", "{'tags':['q','p']}");
    s.write("/{db}/b", "{}");
    s.get("/{db}/_design/contract/_view/by_tag")
        .is(
            200,
            "{'total_rows':2,'offset':0,'rows':[{'id':'a','key':'p','value':1},{'id':'a','key':'q','value':1}]}");
  }

  @Case("An update moves a row, a deletion removes it")
  void updates(Scene s) {
    some(s);
    s.get(BY_TYPE).status(200);
    s.write("/{db}/a?rev=" + s.get("/{db}/a").rev(), "{'type':'zz'}");
    s.delete("/{db}/b?rev=" + s.get("/{db}/b").rev());
    ids(s.get(BY_TYPE), "c", "e", "d", "a");
  }

  @Case(value = "update=false gives the index as it is", pouch = "updates the index all the same")
  void stale(Scene s) {
    some(s).get(BY_TYPE + "?update=false").has("{'rows':[],'<more>':0}");
  }

  @Case("Keys are ordered: null, false, true, numbers, texts, lists, objects")
  void collation(Scene s) {
    s.database();
    s.write("/{db}/_design/contract", Functions.views());
    s.post(
        "/{db}/_bulk_docs",
        """
        {'docs':[{'_id':'1','key':{'a':1}},{'_id':'2','key':'a'},{'_id':'3','key':[1]},{'_id':'4','key':10},{'_id':'5','key':true},
                 {'_id':'6','key':null},{'_id':'7','key':2.5},{'_id':'8','key':false},{'_id':'9','key':[]},{'_id':'10','key':{}}]}""");
    ids(s.get(BY_KEY), "6", "8", "5", "7", "4", "2", "9", "3", "10", "1");
  }

  @Case(
      value = "Texts are ordered as people do: a, A, aa, b, B, ba",
      pouch = "orders texts by their codes")
  void textCollation(Scene s) {
    s.database();
    s.write("/{db}/_design/contract", Functions.views());
    s.post(
        "/{db}/_bulk_docs",
        "{'docs':[{'_id':'1','key':'B'},{'_id':'2','key':'a'},{'_id':'3','key':'ba'},{'_id':'4','key':'A'},{'_id':'5','key':'b'},{'_id':'6','key':'aa'}]}");
    ids(s.get(BY_KEY), "2", "4", "6", "5", "1", "3");
  }

  @Case("Lists and objects are ordered element by element, the shorter first")
  void listCollation(Scene s) {
    s.database();
    s.write("/{db}/_design/contract", Functions.views());
    s.post(
        "/{db}/_bulk_docs",
        "{'docs':[{'_id':'1','key':['b']},{'_id':'2','key':['a','z']},{'_id':'3','key':['a']},{'_id':'4','key':{'a':2}},{'_id':'5','key':{'a':1}},{'_id':'6','key':{'a':1,'b':1}},{'_id':'7','key':{'b':0}}]}");
    ids(s.get(BY_KEY), "3", "2", "1", "5", "6", "4", "7");
  }

  @Case(
      value = "A view that is not there answers 404",
      pouch = "says: ddoc _design/contract has no view named none")
  void missingView(Scene s) {
    some(s).get("/{db}/_design/contract/_view/none").fails(404, "not_found", "missing_named_view");
  }

  @Case("A design document that is not there answers 404")
  void missingDesign(Scene s) {
    some(s).get("/{db}/_design/none/_view/none").fails(404, "not_found", "missing");
  }

  @Case("A start above the end is a query that can match nothing: 400")
  void impossibleRange(Scene s) {
    some(s).get(BY_TYPE + "?startkey='y'&endkey='x'").fails(400, "query_parse_error");
  }

  @Case(value = "_view/{name}/queries answers several queries", pouch = "answers 400, not 200")
  void queries(Scene s) {
    some(s)
        .post(BY_TYPE + "/queries", "{'queries':[{'key':'z'},{'limit':1}]}")
        .is(
            200,
            "{'results':[{'total_rows':5,'offset':4,'rows':[{'id':'d','key':'z','value':4}]},{'total_rows':5,'offset':0,'rows':[{'id':'a','key':'x','value':1}]}]}");
  }

  @Case("update_seq=true adds the sequence that the index has reached")
  void updateSeq(Scene s) {
    some(s).get(BY_TYPE + "?update_seq=true").has("{'update_seq':'<seq>','<more>':0}");
  }

  @Case("sorted=false gives the same rows, without totals")
  void unsorted(Scene s) {
    Answer answer = some(s).get(BY_TYPE + "?sorted=false").status(200);
    assertThat(answer.json().path("rows")).hasSize(5);
  }

  @Case(
      value = "_info tells the signature, the language and the sizes of the index",
      pouch = "has no name")
  void info(Scene s) {
    some(s)
        .get("/{db}/_design/contract/_info")
        .is(
            200,
            """
            {'name':'contract','view_index':{'signature':'<id>','language':'javascript','sizes':{'file':'<int>','external':'<int>','active':'<int>'},
             'updater_running':'<bool>','compact_running':false,'waiting_commit':'<bool>','waiting_clients':'<int>','update_seq':'<any>',
             'purge_seq':'<any>','updates_pending':{'minimum':'<int>','preferred':'<int>','total':'<int>'},'collator_versions':'<array>'}}""");
  }
}
