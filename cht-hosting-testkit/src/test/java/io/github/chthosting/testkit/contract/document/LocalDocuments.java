package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("_local documents")
final class LocalDocuments {
  @Case("A new one has the rev 0-1")
  void create(Scene s) {
    s.database();
    s.put("/{db}/_local/a", "{'n':1}").is(201, "{'ok':true,'id':'_local/a','rev':'0-1'}");
    s.get("/{db}/_local/a").is(200, "{'_id':'_local/a','_rev':'0-1','n':1}");
  }

  @Case("An update with its rev counts up")
  void update(Scene s) {
    s.database();
    s.write("/{db}/_local/a", "{}");
    s.put("/{db}/_local/a", "{'_rev':'0-1','n':2}")
        .is(201, "{'ok':true,'id':'_local/a','rev':'0-2'}");
    s.put("/{db}/_local/a?rev=0-2", "{'n':3}").is(201, "{'ok':true,'id':'_local/a','rev':'0-3'}");
  }

  @Case(
      value = "An update without a rev overwrites, and begins at 0-1 again",
      pouch = "answers 409, not 201")
  void overwrite(Scene s) {
    s.database();
    s.write("/{db}/_local/a", "{}");
    s.put("/{db}/_local/a", "{'n':2}").is(201, "{'ok':true,'id':'_local/a','rev':'0-1'}");
    s.get("/{db}/_local/a").has("{'n':2,'<more>':0}");
  }

  @Case("A missing one answers 404")
  void missing(Scene s) {
    s.database();
    s.get("/{db}/_local/a").fails(404, "not_found", "missing");
  }

  @Case("DELETE with its rev removes it")
  void delete(Scene s) {
    s.database();
    s.write("/{db}/_local/a", "{}");
    s.delete("/{db}/_local/a?rev=0-1").is(200, "{'ok':true,'id':'_local/a','rev':'0-0'}");
    s.get("/{db}/_local/a").fails(404, "not_found", "missing");
  }

  @Case("DELETE of a missing one answers 404")
  void deleteMissing(Scene s) {
    s.database();
    s.delete("/{db}/_local/a?rev=0-1").fails(404, "not_found");
  }

  @Case("An id with an escaped slash is one")
  void slash(Scene s) {
    s.database();
    s.write("/{db}/_local/a%2Fb", "{'n':1}");
    s.get("/{db}/_local/a%2Fb").is(200, "{'_id':'_local/a/b','_rev':'0-1','n':1}");
  }

  @Case("They are not in _changes")
  void notInChanges(Scene s) {
    s.database();
    s.write("/{db}/_local/a", "{}");
    s.get("/{db}/_changes").has("{'results':[],'<more>':0}");
  }

  @Case(value = "_local_docs lists them in order", pouch = "answers 404, not 200")
  void list(Scene s) {
    s.database();
    s.write("/{db}/_local/b", "{}");
    s.write("/{db}/_local/a", "{}");
    s.get("/{db}/_local_docs")
        .is(
            200,
            "{'total_rows':null,'offset':null,'rows':[{'id':'_local/a','key':'_local/a','value':{'rev':'0-1'}},{'id':'_local/b','key':'_local/b','value':{'rev':'0-1'}}]}");
  }

  @Case(value = "_local_docs with include_docs adds the documents", pouch = "has no rows")
  void listWithDocs(Scene s) {
    s.database();
    s.write("/{db}/_local/a", "{'n':1}");
    s.get("/{db}/_local_docs?include_docs=true")
        .has(
            "{'rows':[{'id':'_local/a','key':'_local/a','value':{'rev':'0-1'},'doc':{'_id':'_local/a','_rev':'0-1','n':1}}],'<more>':0}");
  }

  @Case(value = "They take no attachments", pouch = "answers 201, not 400")
  void attachments(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/_local/a/f").text("text/plain", "x").send().status(400);
  }

  @Case("They are kept apart by database")
  void apart(Scene s) {
    s.database();
    s.createDatabase("{db}-b", "q=1&n=1");
    s.write("/{db}/_local/a", "{}");
    s.get("/{db}-b/_local/a").status(404);
  }
}
