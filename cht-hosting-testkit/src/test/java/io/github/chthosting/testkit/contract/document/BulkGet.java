package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("_bulk_get")
final class BulkGet {
  private static final String PATH = "/{db}/_bulk_get";

  @Case(value = "A document by its id gives every leaf", pouch = "gives the winner alone")
  void byId(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':2}", 1, "bbbb");
    s.post(PATH, "{'docs':[{'id':'a'}]}")
        .is(
            200,
            "{'results':[{'id':'a','docs':['<set>',{'ok':{'_id':'a','_rev':'1-aaaa','n':1}},{'ok':{'_id':'a','_rev':'1-bbbb','n':2}}]}]}");
  }

  @Case("A document by id and rev gives that revision")
  void byRev(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':2}", 1, "bbbb");
    s.post(PATH, "{'docs':[{'id':'a','rev':'1-aaaa'}]}")
        .is(200, "{'results':[{'id':'a','docs':[{'ok':{'_id':'a','_rev':'1-aaaa','n':1}}]}]}");
  }

  @Case("Rows come in the order asked")
  void order(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.write("/{db}/b", "{}");
    s.post(PATH, "{'docs':[{'id':'b'},{'id':'a'}]}")
        .is(
            200,
            "{'results':[{'id':'b','docs':[{'ok':'<object>'}]},{'id':'a','docs':[{'ok':'<object>'}]}]}");
  }

  @Case("revs=true adds the history")
  void history(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 2, "bbbb", "aaaa");
    s.post(PATH + "?revs=true", "{'docs':[{'id':'a','rev':'2-bbbb'}]}")
        .is(
            200,
            "{'results':[{'id':'a','docs':[{'ok':{'_id':'a','_rev':'2-bbbb','n':1,'_revisions':{'start':2,'ids':['bbbb','aaaa']}}}]}]}");
  }

  @Case(value = "A missing document is an error in its row", pouch = "has no error")
  void missing(Scene s) {
    s.database();
    s.post(PATH, "{'docs':[{'id':'a'}]}")
        .is(
            200,
            "{'results':[{'id':'a','docs':[{'error':{'id':'a','rev':'undefined','error':'not_found','reason':'missing'}}]}]}");
  }

  @Case(value = "A missing revision is an error in its row", pouch = "has no error")
  void missingRev(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.post(PATH, "{'docs':[{'id':'a','rev':'9-aaaa'}]}")
        .is(
            200,
            "{'results':[{'id':'a','docs':[{'error':{'id':'a','rev':'9-aaaa','error':'not_found','reason':'missing'}}]}]}");
  }

  @Case(value = "A rev that is none is an error in its row", pouch = "has no error")
  void badRev(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.post(PATH, "{'docs':[{'id':'a','rev':'x'}]}")
        .is(
            200,
            "{'results':[{'id':'a','docs':[{'error':{'id':'a','rev':'x','error':'bad_request','reason':'Invalid rev format'}}]}]}");
  }

  @Case(value = "A deleted document by its id gives the tombstone", pouch = "has no ok")
  void deleted(Scene s) {
    s.database();
    s.graft("a", "{'_deleted':true}", 2, "bbbb", "aaaa");
    s.post(PATH, "{'docs':[{'id':'a'}]}")
        .is(
            200,
            "{'results':[{'id':'a','docs':[{'ok':{'_id':'a','_rev':'2-bbbb','_deleted':true}}]}]}");
  }

  @Case("Several revisions of a document are several rows")
  void revisionsOfOne(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':2}", 1, "bbbb");
    s.post(PATH, "{'docs':[{'id':'a','rev':'1-aaaa'},{'id':'a','rev':'1-bbbb'}]}")
        .is(
            200,
            "{'results':[{'id':'a','docs':[{'ok':{'_id':'a','_rev':'1-aaaa','n':1}}]},{'id':'a','docs':[{'ok':{'_id':'a','_rev':'1-bbbb','n':2}}]}]}");
  }

  @Case("latest=true gives the leaf that came of a former revision")
  void latest(Scene s) {
    s.database();
    s.graft("a", "{'n':2}", 2, "bbbb", "aaaa");
    s.post(PATH + "?latest=true", "{'docs':[{'id':'a','rev':'1-aaaa'}]}")
        .is(200, "{'results':[{'id':'a','docs':[{'ok':{'_id':'a','_rev':'2-bbbb','n':2}}]}]}");
  }

  @Case("attachments=true adds their content")
  void attachments(Scene s) {
    s.database();
    s.write("/{db}/a", "{'_attachments':{'f':{'content_type':'image/png','data':'aGVsbG8='}}}");
    s.post(PATH + "?attachments=true", "{'docs':[{'id':'a'}]}")
        .has(
            "{'results':[{'id':'a','docs':[{'ok':{'_id':'a','_rev':'<rev>','_attachments':{'f':{'content_type':'image/png','revpos':1,'digest':'md5-XUFAKrxLKna5cZ2REBfFkg==','data':'aGVsbG8='}}}}]}]}");
  }

  @Case("Without attachments=true they are stubs")
  void stubs(Scene s) {
    s.database();
    s.write("/{db}/a", "{'_attachments':{'f':{'content_type':'image/png','data':'aGVsbG8='}}}");
    s.post(PATH, "{'docs':[{'id':'a'}]}")
        .has(
            "{'results':[{'id':'a','docs':[{'ok':{'_id':'a','_rev':'<rev>','_attachments':{'f':{'content_type':'image/png','revpos':1,'digest':'md5-XUFAKrxLKna5cZ2REBfFkg==','length':5,'stub':true}}}}]}]}");
  }

  @Case(value = "A body without docs is a bad request", pouch = "says: Missing JSON list of 'docs'")
  void withoutDocs(Scene s) {
    s.database();
    s.post(PATH, "{}").fails(400, "bad_request", "Missing JSON list of 'docs'.");
  }

  @Case("A row without an id is an error in its row")
  void withoutId(Scene s) {
    s.database();
    s.post(PATH, "{'docs':[{'rev':'1-aaaa'}]}").status(200);
  }

  @Case(value = "No documents give no results", pouch = "never answers", spared = true)
  void none(Scene s) {
    s.database();
    s.post(PATH, "{'docs':[]}").is(200, "{'results':[]}");
  }
}
