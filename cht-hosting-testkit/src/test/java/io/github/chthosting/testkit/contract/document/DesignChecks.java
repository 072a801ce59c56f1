package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "Design documents that are refused",
    pouch = "is not asked: design documents are not checked")
final class DesignChecks {
  @Case("views field must have object type")
  void views(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'views':1}")
        .fails(400, "invalid_design_doc", "`views` field must have object type");
  }

  @Case("views.x field must have object type")
  void view(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'views':{'x':1}}")
        .fails(400, "invalid_design_doc", "`views.x` field must have object type");
  }

  @Case("views.x.map field must have string type")
  void map(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'views':{'x':{'map':1}}}")
        .fails(400, "invalid_design_doc", "`views.x.map` field must have string type");
  }

  @Case("View x must contain map function")
  void noMap(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'views':{'x':{}}}")
        .fails(400, "invalid_design_doc", "View `x` must contain map function");
  }

  @Case("views.x.reduce field must have string type")
  void reduce(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'views':{'x':{'map':'function (doc) {}','reduce':1}}}")
        .fails(400, "invalid_design_doc", "`views.x.reduce` field must have string type");
  }

  @Case("_foo is not a supported reduce function.")
  void builtIn(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'views':{'x':{'map':'function (doc) {}','reduce':'_foo'}}}")
        .fails(400, "invalid_design_doc", "`_foo` is not a supported reduce function.");
  }

  @Case("language field must have string type")
  void language(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'language':1}")
        .fails(400, "invalid_design_doc", "`language` field must have string type");
  }

  @Case("filters field must have object type")
  void filters(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'filters':1}")
        .fails(400, "invalid_design_doc", "`filters` field must have object type");
  }

  @Case("updates.x field must have string or object type")
  void updates(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'updates':{'x':1}}")
        .fails(400, "invalid_design_doc", "`updates.x` field must have string or object type");
  }

  @Case("validate_doc_update field must have string type")
  void validation(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'validate_doc_update':1}")
        .fails(400, "invalid_design_doc", "`validate_doc_update` field must have string type");
  }

  @Case("options field must have object type")
  void options(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'options':1}")
        .fails(400, "invalid_design_doc", "`options` field must have object type");
  }

  @Case("rewrites field must have array or string type")
  void rewrites(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'rewrites':1}")
        .fails(400, "invalid_design_doc", "`rewrites` field must have array or string type");
  }

  @Case("partitioned option cannot be true in a non-partitioned database.")
  void partitioned(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'options':{'partitioned':true},'views':{}}")
        .fails(
            400,
            "invalid_design_doc",
            "partitioned option cannot be true in a non-partitioned database.");
  }

  @Case("In _bulk_docs the others are written")
  void bulk(Scene s) {
    s.database();
    s.post("/{db}/_bulk_docs", "{'docs':[{'_id':'_design/d','views':1},{'_id':'a'}]}")
        .is(
            201,
            "[{'id':'_design/d','error':'invalid_design_doc',"
                + "'reason':'`views` field must have object type'},{'ok':true,'id':'a','rev':'<rev>'}]");
  }

  @Case("Reduce functions of an unknown language are not looked at")
  void otherLanguage(Scene s) {
    s.database();
    s.put("/{db}/_design/d", "{'language':'cobol','views':{'x':{'map':'m','reduce':'_foo'}}}")
        .status(201);
  }
}
