package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("_find and _index: how the answer is cut and ordered")
final class FindOptions {
  private static Scene five(Scene s) {
    s.database();
    s.post(
            "/{db}/_bulk_docs",
            "{'docs':[{'_id':'a','n':3},{'_id':'b','n':1},{'_id':'c','n':2},{'_id':'d','n':5},{'_id':'e','n':4}]}")
        .status(201);
    return s;
  }

  private static Scene indexed(Scene s) {
    five(s).post("/{db}/_index", "{'index':{'fields':['n']},'ddoc':'by','name':'n'}").status(200);
    return s;
  }

  private static void ids(Answer answer, String... ids) {
    assertThat(answer.status(200).json().path("docs"))
        .as("docs of %s", answer)
        .extracting(doc -> doc.path("_id").asString(""))
        .containsExactly(ids);
  }

  @Case(
      value = "The answer has docs, a bookmark, and a warning where no index was used",
      pouch = "has no bookmark")
  void warning(Scene s) {
    five(s)
        .post("/{db}/_find", "{'selector':{'n':3}}")
        .is(
            200,
            "{'docs':[{'_id':'a','_rev':'<rev>','n':3}],'bookmark':'<string>','warning':'No matching index found, create an index to optimize query time.'}");
  }

  @Case(value = "With an index there is no warning", pouch = "has no bookmark")
  void indexUsed(Scene s) {
    indexed(s)
        .post("/{db}/_find", "{'selector':{'n':3}}")
        .is(200, "{'docs':[{'_id':'a','_rev':'<rev>','n':3}],'bookmark':'<string>'}");
  }

  @Case("fields cuts documents to what is named")
  void fields(Scene s) {
    five(s)
        .post("/{db}/_find", "{'selector':{'n':3},'fields':['n']}")
        .has("{'docs':[{'n':3}],'<more>':0}");
  }

  @Case("limit and skip cut the list")
  void limitAndSkip(Scene s) {
    ids(five(s).post("/{db}/_find", "{'selector':{},'limit':2,'skip':1}"), "b", "c");
  }

  @Case(value = "Without a limit there are 25 at most", pouch = "has no default limit")
  void defaultLimit(Scene s) {
    s.database();
    StringBuilder docs = new StringBuilder("{'docs':[{}");
    docs.append(",{}".repeat(29));
    s.post("/{db}/_bulk_docs", docs + "]}").status(201);
    assertThat(s.post("/{db}/_find", "{'selector':{}}").json().path("docs")).hasSize(25);
  }

  @Case(value = "A bookmark goes on where the answer ended", pouch = "has no bookmarks")
  void bookmark(Scene s) {
    String bookmark =
        five(s)
            .post("/{db}/_find", "{'selector':{},'limit':2}")
            .json()
            .path("bookmark")
            .asString("");
    ids(s.post("/{db}/_find", "{'selector':{},'limit':2,'bookmark':'" + bookmark + "'}"), "c", "d");
  }

  @Case(value = "A bookmark that is none is a bad request", pouch = "answers 200, not 400")
  void badBookmark(Scene s) {
    five(s).post("/{db}/_find", "{'selector':{},'bookmark':'x'}").fails(400, "invalid_bookmark");
  }

  @Case("sort by an indexed field, up and down")
  void sort(Scene s) {
    ids(
        indexed(s).post("/{db}/_find", "{'selector':{'n':{'$gt':0}},'sort':['n']}"),
        "b",
        "c",
        "a",
        "e",
        "d");
    ids(
        s.post("/{db}/_find", "{'selector':{'n':{'$gt':0}},'sort':[{'n':'desc'}]}"),
        "d",
        "e",
        "a",
        "c",
        "b");
  }

  @Case(
      value = "sort by a field without an index is a bad request",
      pouch = "says: Cannot sort on field(s) 'n' when using the default index")
  void sortWithoutIndex(Scene s) {
    five(s)
        .post("/{db}/_find", "{'selector':{'n':{'$gt':0}},'sort':['n']}")
        .fails(400, "no_usable_index");
  }

  @Case("sort by _id needs no index")
  void sortById(Scene s) {
    ids(
        five(s)
            .post(
                "/{db}/_find",
                "{'selector':{'_id':{'$gt':null}},'sort':[{'_id':'desc'}],'limit':2}"),
        "e",
        "d");
  }

  @Case(
      value = "execution_stats tells how many documents were read",
      pouch = "has no execution_stats")
  void stats(Scene s) {
    five(s)
        .post("/{db}/_find", "{'selector':{'n':3},'execution_stats':true}")
        .has(
            "{'execution_stats':{'total_keys_examined':'<int>','total_docs_examined':5,'results_returned':1,'<more>':0},'<more>':0}");
  }

  @Case(value = "conflicts true adds _conflicts", pouch = "has no _conflicts")
  void conflicts(Scene s) {
    s.database();
    s.graft("a", "{}", 1, "aaaa");
    s.graft("a", "{}", 1, "bbbb");
    s.post("/{db}/_find", "{'selector':{},'conflicts':true}")
        .has("{'docs':[{'_id':'a','_rev':'1-bbbb','_conflicts':['1-aaaa']}],'<more>':0}");
  }

  @Case(
      value = "A body without a selector is a bad request",
      pouch = "says: you must provide a selector when you find()")
  void withoutSelector(Scene s) {
    five(s)
        .post("/{db}/_find", "{}")
        .fails(400, "missing_required_key", "Missing required key: selector");
  }

  @Case(value = "A limit that is no number is a bad request", pouch = "answers 200, not 400")
  void badLimit(Scene s) {
    five(s).post("/{db}/_find", "{'selector':{},'limit':'x'}").status(400);
  }

  @Case("_index creates once: created, then exists")
  void createIndex(Scene s) {
    five(s)
        .post("/{db}/_index", "{'index':{'fields':['n']},'ddoc':'by','name':'n'}")
        .is(200, "{'result':'created','id':'_design/by','name':'n'}");
    s.post("/{db}/_index", "{'index':{'fields':['n']},'ddoc':'by','name':'n'}")
        .is(200, "{'result':'exists','id':'_design/by','name':'n'}");
  }

  @Case("_index without names makes them of a hash")
  void nameless(Scene s) {
    five(s)
        .post("/{db}/_index", "{'index':{'fields':['n']}}")
        .is(200, "{'result':'created','id':'<string>','name':'<string>'}");
  }

  @Case(value = "GET _index lists _all_docs and the index", pouch = "has no partitioned")
  void listIndexes(Scene s) {
    indexed(s)
        .get("/{db}/_index")
        .is(
            200,
            """
            {'total_rows':2,'indexes':[
              {'ddoc':null,'name':'_all_docs','type':'special','def':{'fields':[{'_id':'asc'}]}},
              {'ddoc':'_design/by','name':'n','type':'json','partitioned':false,'def':{'fields':[{'n':'asc'}]}}]}""");
  }

  @Case(value = "DELETE _index removes it", pouch = "answers 500, not 200")
  void deleteIndex(Scene s) {
    indexed(s).delete("/{db}/_index/by/json/n").is(200, "{'ok':true}");
    s.get("/{db}/_index").has("{'total_rows':1,'<more>':0}");
  }

  @Case(value = "DELETE of an index that is not there answers 404", pouch = "answers 500, not 404")
  void deleteMissingIndex(Scene s) {
    five(s).delete("/{db}/_index/by/json/n").fails(404, "not_found");
  }

  @Case("_index without fields is a bad request")
  void badIndex(Scene s) {
    five(s).post("/{db}/_index", "{'index':{}}").status(400);
  }

  @Case(value = "_explain names the index that would be used", pouch = "has no limit")
  void explain(Scene s) {
    indexed(s)
        .post("/{db}/_explain", "{'selector':{'n':3}}")
        .has(
            "{'dbname':'"
                + s.name()
                + "','index':{'ddoc':'_design/by','name':'n','type':'json','<more>':0},'limit':25,'skip':0,'<more>':0}");
  }

  @Case("A missing database answers 404")
  void missingDatabase(Scene s) {
    s.post("/{db}/_find", "{'selector':{}}").fails(404, "not_found");
  }
}
