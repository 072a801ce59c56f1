package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Attachments within documents")
final class InlineAttachments {
  private static final String HELLO = "'f':{'content_type':'image/png','data':'aGVsbG8='}";
  private static final String DIGEST = "md5-" + Attachments.MD5_OF_HELLO;
  private static final String STUB =
      "'f':{'content_type':'image/png','revpos':1,'digest':'"
          + DIGEST
          + "','length':5,'stub':true}";

  private static String create(Scene s) {
    s.database();
    return s.write("/{db}/a", "{'n':1,'_attachments':{" + HELLO + "}}");
  }

  @Case("Data in base64 becomes an attachment")
  void data(Scene s) {
    create(s);
    s.get("/{db}/a").is(200, "{'_id':'a','_rev':'<rev>','n':1,'_attachments':{" + STUB + "}}");
    s.get("/{db}/a/f").text("hello").header("Content-Type", "image/png");
  }

  @Case("attachments=true gives data instead of stubs")
  void withData(Scene s) {
    create(s);
    s.ask("GET", "/{db}/a?attachments=true")
        .header("Accept", "application/json")
        .send()
        .has(
            "{'_attachments':{'f':{'content_type':'image/png','revpos':1,'digest':'"
                + DIGEST
                + "','data':'aGVsbG8='}},'<more>':0}");
  }

  @Case(value = "atts_since gives data only of what is newer", pouch = "answers 412, not 201")
  void since(Scene s) {
    String rev = create(s);
    s.write(
        "/{db}/a",
        "{'_rev':'"
            + rev
            + "','_attachments':{'f':{'stub':true},'g':{'content_type':'image/png','data':'Zw=='}}}");
    s.ask("GET", "/{db}/a?atts_since=['" + rev + "']")
        .header("Accept", "application/json")
        .send()
        .has(
            "{'_attachments':{'f':{'stub':true,'<more>':0},'g':{'data':'Zw==','<more>':0}},'<more>':0}");
  }

  @Case(value = "Data that is no base64 is a bad request", pouch = "answers 500, not 400")
  void badData(Scene s) {
    s.database();
    s.put("/{db}/a", "{'_attachments':{'f':{'content_type':'image/png','data':'%%%'}}}")
        .fails(400, "bad_request", "Invalid attachment data for f");
  }

  @Case(
      value = "Without a content type it is application/octet-stream",
      pouch = "has no content_type")
  void withoutType(Scene s) {
    s.database();
    s.write("/{db}/a", "{'_attachments':{'f':{'data':'aGVsbG8='}}}");
    s.get("/{db}/a")
        .has(
            "{'_attachments':{'f':{'content_type':'application/octet-stream','<more>':0}},'<more>':0}");
  }

  @Case("A stub of what is not there answers 412")
  void unknownStub(Scene s) {
    s.database();
    s.put("/{db}/a", "{'_attachments':{'f':{'stub':true}}}").fails(412, "missing_stub");
  }

  @Case("A stub with a wrong revpos answers 412")
  void stubOfOtherRevpos(Scene s) {
    String rev = create(s);
    s.put("/{db}/a", "{'_rev':'" + rev + "','_attachments':{'f':{'stub':true,'revpos':7}}}")
        .fails(412, "missing_stub");
  }

  @Case("Stub and data in one update: one stays, one comes")
  void stubAndData(Scene s) {
    String rev = create(s);
    s.write(
        "/{db}/a",
        "{'_rev':'"
            + rev
            + "','_attachments':{"
            + STUB
            + ",'g':{'content_type':'image/png','data':'Zw=='}}}");
    s.get("/{db}/a/f").text("hello");
    s.get("/{db}/a/g").text("g");
    s.get("/{db}/a")
        .has(
            "{'_attachments':{'f':{'revpos':1,'<more>':0},'g':{'revpos':2,'<more>':0}},'<more>':0}");
  }

  @Case("Deleting the document drops the attachments from the tombstone")
  void deleted(Scene s) {
    String rev = s.delete("/{db}/a?rev=" + create(s)).rev();
    s.get("/{db}/a?rev=" + rev).is(200, "{'_id':'a','_rev':'" + rev + "','_deleted':true}");
  }

  @Case(
      value = "A name that begins with an underscore is illegal",
      pouch = "says: Something wrong with the request")
  void underscore(Scene s) {
    s.database();
    s.put("/{db}/a", "{'_attachments':{'_f':{'content_type':'image/png','data':''}}}")
        .fails(400, "bad_request", "Attachment name '_f' starts with prohibited character '_'");
  }

  @Case("An empty name is accepted")
  void emptyName(Scene s) {
    s.database();
    s.put("/{db}/a", "{'_attachments':{'':{'content_type':'image/png','data':''}}}").status(201);
  }

  @Case(value = "No attachments leave no member", pouch = "has _attachments besides")
  void none(Scene s) {
    s.database();
    s.write("/{db}/a", "{'_attachments':{}}");
    s.get("/{db}/a").is(200, "{'_id':'a','_rev':'1-967a00dff5e02add41819138abb3284d'}");
  }

  @Case(
      value = "new_edits false keeps the revpos that it is told",
      pouch = "sets revpos to the generation stored")
  void revpos(Scene s) {
    s.database();
    s.graft(
        "a",
        "{'_attachments':{'f':{'content_type':'image/png','revpos':2,'data':'aGVsbG8='}}}",
        3,
        "cccc",
        "bbbb",
        "aaaa");
    s.get("/{db}/a").has("{'_attachments':{'f':{'revpos':2,'<more>':0}},'<more>':0}");
  }

  @Case("_bulk_docs takes them too")
  void bulk(Scene s) {
    s.database();
    s.post("/{db}/_bulk_docs", "{'docs':[{'_id':'a','_attachments':{" + HELLO + "}}]}").status(201);
    s.get("/{db}/a/f").text("hello");
  }

  @Case("A design document and its attachment")
  void design(Scene s) {
    s.database();
    s.write("/{db}/_design/d", "{'_attachments':{" + HELLO + "}}");
    s.get("/{db}/_design/d/f").status(200).text("hello");
  }

  @Case("The same content in two documents has the same digest")
  void sameDigest(Scene s) {
    create(s);
    s.write("/{db}/b", "{'_attachments':{" + HELLO + "}}");
    s.get("/{db}/b")
        .has("{'_attachments':{'f':{'digest':'" + DIGEST + "','<more>':0}},'<more>':0}");
  }
}
