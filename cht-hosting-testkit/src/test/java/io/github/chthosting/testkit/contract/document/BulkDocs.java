package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("_bulk_docs")
final class BulkDocs {
  private static final String PATH = "/{db}/_bulk_docs";

  @Case("New documents answer 201 with a row each, in the order sent")
  void create(Scene s) {
    s.database();
    s.post(PATH, "{'docs':[{'_id':'b'},{'_id':'a','n':1}]}")
        .is(201, "[{'ok':true,'id':'b','rev':'<rev>'},{'ok':true,'id':'a','rev':'<rev>'}]");
  }

  @Case(value = "Documents without an id are given one", pouch = "makes ids with dashes")
  void withoutId(Scene s) {
    s.database();
    s.post(PATH, "{'docs':[{'n':1}]}").is(201, "[{'ok':true,'id':'<id>','rev':'<rev>'}]");
  }

  @Case("A conflict is a row with an error among rows that are ok")
  void conflict(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.post(PATH, "{'docs':[{'_id':'a','n':1},{'_id':'b'}]}")
        .is(
            201,
            "[{'id':'a','error':'conflict','reason':'<string>'},{'ok':true,'id':'b','rev':'<rev>'}]");
  }

  @Case(
      value = "Documents with their rev are updated, with _deleted deleted",
      pouch = "computes revs by another rule")
  void updateAndDelete(Scene s) {
    s.database();
    String a = s.write("/{db}/a", "{}");
    String b = s.write("/{db}/b", "{}");
    s.post(
            PATH,
            "{'docs':[{'_id':'a','_rev':'%s','n':2},{'_id':'b','_rev':'%s','_deleted':true}]}"
                .formatted(a, b))
        .is(
            201,
            "[{'ok':true,'id':'a','rev':'<rev>'},{'ok':true,'id':'b','rev':'2-eec205a9d413992850a6e32678485900'}]");
    s.get("/{db}/b").fails(404, "not_found");
  }

  @Case("The same new document twice in one request conflicts with itself")
  void duplicate(Scene s) {
    s.database();
    s.post(PATH, "{'docs':[{'_id':'a','n':1},{'_id':'a','n':2}]}")
        .is(
            201,
            "[{'ok':true,'id':'a','rev':'<rev>'},{'id':'a','error':'conflict','reason':'<string>'}]");
    s.get("/{db}/a").has("{'n':1,'<more>':0}");
  }

  @Case("new_edits false answers 201 with an empty list")
  void newEditsFalse(Scene s) {
    s.database();
    s.post(PATH, "{'new_edits':false,'docs':[{'_id':'a','_rev':'1-aaaa','n':1}]}").is(201, "[]");
    s.get("/{db}/a").is(200, "{'_id':'a','_rev':'1-aaaa','n':1}");
  }

  @Case("new_edits false takes _revisions without _rev")
  void newEditsFalseByRevisions(Scene s) {
    s.database();
    s.post(
            PATH,
            "{'new_edits':false,'docs':[{'_id':'a','_revisions':{'start':2,'ids':['bbbb','aaaa']}}]}")
        .is(201, "[]");
    s.get("/{db}/a").has("{'_rev':'2-bbbb','<more>':0}");
  }

  @Case("new_edits false takes several branches of a document in one request")
  void branches(Scene s) {
    s.database();
    s.post(
            PATH,
            "{'new_edits':false,'docs':[{'_id':'a','_rev':'1-aaaa'},{'_id':'a','_rev':'1-bbbb'}]}")
        .is(201, "[]");
    s.get("/{db}/a?conflicts=true").has("{'_rev':'1-bbbb','_conflicts':['1-aaaa'],'<more>':0}");
  }

  @Case("No documents answer 201 with an empty list")
  void none(Scene s) {
    s.database();
    s.post(PATH, "{'docs':[]}").is(201, "[]");
  }

  @Case(value = "A body without docs is a bad request", pouch = "says: Missing JSON list of 'docs'")
  void withoutDocs(Scene s) {
    s.database();
    s.post(PATH, "{'doc':[]}")
        .fails(400, "bad_request", "POST body must include `docs` parameter.");
  }

  @Case(value = "docs that are no list are a bad request", pouch = "answers 500, not 400")
  void docsNoList(Scene s) {
    s.database();
    s.post(PATH, "{'docs':'x'}").fails(400, "bad_request", "`docs` parameter must be an array.");
  }

  @Case(
      value = "A document that is no object fails the whole request",
      pouch = "answers 500, not 400")
  void docNoObject(Scene s) {
    s.database();
    s.post(PATH, "{'docs':[1]}").fails(400, "bad_request", "Document must be a JSON object");
  }

  @Case(
      value = "A document with an illegal member fails the whole request",
      pouch = "answers 500, not 400")
  void illegalMember(Scene s) {
    s.database();
    s.post(PATH, "{'docs':[{'_id':'a','_x':1},{'_id':'b'}]}")
        .fails(400, "doc_validation", "Bad special document member: _x");
    s.get("/{db}/b").status(404);
  }

  @Case(
      value = "A document with an illegal id fails the whole request",
      pouch = "says: Only reserved document ids may start with underscore.")
  void illegalId(Scene s) {
    s.database();
    s.post(PATH, "{'docs':[{'_id':'_a'}]}")
        .fails(400, "illegal_docid", "Only reserved document ids may start with underscore.");
  }

  @Case("_local documents are written too")
  void local(Scene s) {
    s.database();
    s.post(PATH, "{'docs':[{'_id':'_local/a','n':1}]}")
        .is(201, "[{'ok':true,'id':'_local/a','rev':'0-1'}]");
    s.get("/{db}/_local/a").is(200, "{'_id':'_local/a','_rev':'0-1','n':1}");
  }

  @Case(value = "A content type that is not JSON answers 415", pouch = "answers 400, not 415")
  void contentType(Scene s) {
    s.database();
    s.ask("POST", PATH)
        .text("text/plain", "{\"docs\":[]}")
        .send()
        .fails(415, "bad_content_type", "Content-Type must be application/json");
  }

  @Case(value = "GET is not allowed", pouch = "answers 404, not 405")
  void byGet(Scene s) {
    s.database();
    s.get(PATH).fails(405, "method_not_allowed", "Only POST allowed");
  }

  @Case("A missing database answers 404")
  void missingDatabase(Scene s) {
    s.post(PATH, "{'docs':[]}").fails(404, "not_found");
  }

  @Case("Five hundred documents in one request")
  void many(Scene s) {
    s.database();
    StringBuilder docs = new StringBuilder("{'docs':[");
    for (int i = 0; i < 500; i++) {
      docs.append(i == 0 ? "" : ",").append("{'_id':'").append(i).append("'}");
    }
    s.post(PATH, docs + "]}").status(201);
    s.get("/{db}").has("{'doc_count':500,'<more>':0}");
  }
}
