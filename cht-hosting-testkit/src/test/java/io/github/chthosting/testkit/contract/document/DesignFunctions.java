package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Functions;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "Design documents: validation and filters",
    pouch = "is not asked: an error thrown by a function can end it")
final class DesignFunctions {
  private static final String DESIGN = "/{db}/_design/" + Functions.DESIGN;

  private static Scene validated(Scene s) {
    s.database();
    s.write(DESIGN, Functions.validation());
    return s;
  }

  @Case("A document that passes is stored")
  void passes(Scene s) {
    validated(s).put("/{db}/a", "{}").status(201);
  }

  @Case("forbidden answers 403 with its reason")
  void forbidden(Scene s) {
    validated(s).put("/{db}/a", "{'forbidden':'not so'}").fails(403, "forbidden", "not so");
    s.get("/{db}/a").status(404);
  }

  @Case("unauthorized answers 401 with its reason")
  void unauthorized(Scene s) {
    validated(s).put("/{db}/a", "{'unauthorized':'who?'}").fails(401, "unauthorized", "who?");
  }

  @Case("The validation sees the former document")
  void formerDocument(Scene s) {
    String rev = validated(s).write("/{db}/a", "{'locked':'it is locked'}");
    s.put("/{db}/a?rev=" + rev, "{}").fails(403, "forbidden", "it is locked");
  }

  @Case("The validation sees deletions too")
  void deletion(Scene s) {
    String rev = validated(s).write("/{db}/a", "{'locked':'it is locked'}");
    s.delete("/{db}/a?rev=" + rev).status(200);
  }

  @Case("In _bulk_docs one is refused, the others are stored")
  void bulk(Scene s) {
    validated(s)
        .post("/{db}/_bulk_docs", "{'docs':[{'_id':'a','forbidden':'no'},{'_id':'b'}]}")
        .is(
            201,
            "[{'id':'a','error':'forbidden','reason':'no'},{'ok':true,'id':'b','rev':'<rev>'}]");
  }

  @Case("With new_edits false the validation holds too, and the failure is listed")
  void newEditsFalse(Scene s) {
    validated(s)
        .post(
            "/{db}/_bulk_docs",
            "{'new_edits':false,'docs':[{'_id':'a','_rev':'1-aaaa','forbidden':'no'},{'_id':'b','_rev':'1-bbbb'}]}")
        .is(201, "[{'id':'a','rev':'1-aaaa','error':'forbidden','reason':'no'}]");
    s.get("/{db}/a").status(404);
    s.get("/{db}/b").status(200);
  }

  @Case("_local documents are not validated")
  void local(Scene s) {
    validated(s).put("/{db}/_local/a", "{'forbidden':'no'}").status(201);
  }

  @Case("Design documents are not validated by the functions of others")
  void design(Scene s) {
    validated(s).put("/{db}/_design/other", "{'forbidden':'no'}").status(201);
  }

  @Case("A deleted design document validates no more")
  void deletedDesign(Scene s) {
    validated(s).delete(DESIGN + "?rev=" + s.get(DESIGN).rev()).status(200);
    s.put("/{db}/a", "{'forbidden':'no'}").status(201);
  }

  @Case("_changes with filter=design/name asks the function, with the query")
  void filter(Scene s) {
    s.database();
    s.write(DESIGN, Functions.views());
    s.write("/{db}/a", "{'type':'x'}");
    s.write("/{db}/b", "{'type':'y'}");
    Changes.ids(s.get("/{db}/_changes?filter=contract/by_type&type=y"), "b");
  }

  @Case("_changes with filter=_view gives the documents that the view's map emits")
  void viewFilter(Scene s) {
    s.database();
    s.write(DESIGN, Functions.views());
    s.write("/{db}/a", "{'n':1}");
    s.write("/{db}/b", "{'n':0}");
    Changes.ids(s.get("/{db}/_changes?filter=_view&view=contract/sum"), "a");
  }

  @Case("_changes with a filter that the design document lacks answers 404")
  void missingFilter(Scene s) {
    s.database();
    s.write(DESIGN, Functions.views());
    s.get("/{db}/_changes?filter=contract/none").fails(404, "not_found", "missing json key: none");
  }
}
