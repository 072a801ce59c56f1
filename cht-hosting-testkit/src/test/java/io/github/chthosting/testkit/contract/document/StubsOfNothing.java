package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "Stubs of nothing, and attachments that CouchDB cannot take apart",
    pouch = "is not asked: it words all of it otherwise")
final class StubsOfNothing {
  private static final String STUB = "'_attachments':{'f':{'stub':true}}";

  @Case("Upon a tombstone a stub fails, and with it the whole request")
  void tombstone(Scene s) {
    s.database();
    s.put("/{db}/a", "{'_deleted':true}").status(200);
    s.put("/{db}/a", "{" + STUB + "}").fails(500, "unknown_error", "function_clause");
    s.post("/{db}/_bulk_docs", "{'docs':[{'_id':'b'},{'_id':'a'," + STUB + "}]}")
        .fails(500, "unknown_error", "function_clause");
    s.get("/{db}/b").status(404);
  }

  @Case("A digest that is no base64, or a content_type that is no text, fails")
  void untakeable(Scene s) {
    s.database();
    String[] attachments = {
      "{'stub':true,'digest':'md5-!!'}",
      "{'data':'aGk=','content_type':5}",
      "{'data':'aGk=','content_type':null}"
    };
    for (String attachment : attachments) {
      s.put("/{db}/a", "{'_attachments':{'f':" + attachment + "}}")
          .fails(500, "unknown_error", "function_clause");
    }
  }

  @Case("What should follow in a body of JSON alone fails after all else")
  void followsNowhere(Scene s) {
    s.database();
    String follows = "'f':{'follows':true,'length':2}";
    s.put("/{db}/a", "{'_attachments':{" + follows + "}}")
        .fails(500, "unknown_error", "function_clause");
    s.put("/{db}/a", "{'_attachments':{" + follows + ",'g':{'stub':true}}}")
        .fails(412, "missing_stub");
    s.write("/{db}/b", "{}");
    s.put("/{db}/b", "{'_attachments':{" + follows + "}}").fails(409, "conflict");
    s.put("/{db}/b", "{'_rev':'x','_attachments':{" + follows + "}}").fails(400, "bad_request");
  }

  @Case("With batch=ok nobody hears of a stub of nothing")
  void batch(Scene s) {
    s.database();
    s.post("/{db}?batch=ok", "{'_id':'a'," + STUB + "}").is(202, "{'ok':true,'id':'a'}");
    s.put("/{db}/b?batch=ok", "{" + STUB + "}").is(202, "{'ok':true,'id':'b'}");
  }
}
