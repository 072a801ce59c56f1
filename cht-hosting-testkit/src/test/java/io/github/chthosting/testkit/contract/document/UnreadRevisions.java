package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "Revisions that are not read before they are replaced",
    pouch = "is not asked: revs are made by another rule")
final class UnreadRevisions {
  @Case("The first edit of a database is refused if the revision that it names never was")
  void first(Scene s) {
    s.database();
    s.put("/{db}/a?rev=1-967a00dff5e02add41819138abb3284d", "{}").fails(409, "conflict");
  }

  @Case("Later ones are taken: where nothing has to be validated, CouchDB does not look")
  void later(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.put("/{db}/b?rev=1-967a00dff5e02add41819138abb3284d", "{}")
        .is(201, "{'ok':true,'id':'b','rev':'2-7051cbe5c8faecd085a3fa619e6e6337'}");
  }

  @Case("The revision that never was is part of the history")
  void history(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.put("/{db}/b?rev=1-abc", "{}").status(201);
    s.get("/{db}/b?revs_info=true")
        .has(
            "{'_revs_info':[{'rev':'<rev>','status':'available'},"
                + "{'rev':'1-abc','status':'missing'}],'<more>':0}");
  }

  @Case("_bulk_docs takes them too")
  void bulk(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.post("/{db}/_bulk_docs", "{'docs':[{'_id':'c','_rev':'1-abc'}]}")
        .is(201, "[{'ok':true,'id':'c','rev':'2-4a197020586a4dd9ea6eb97053f996e4'}]");
  }

  @Case("A design document is read, and so the revision is missed")
  void design(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.put("/{db}/_design/d?rev=1-abc", "{}").fails(409, "conflict");
  }

  @Case("So is a document with attachments")
  void attachments(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.put("/{db}/b?rev=1-abc", "{'_attachments':{'f':{'data':'aGk='}}}").fails(409, "conflict");
  }

  @Case("A revision beside those of a document that exists conflicts")
  void beside(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.put("/{db}/a?rev=1-abc", "{}").fails(409, "conflict");
  }

  @Case("A recreated document with attachments has a rev that says nothing of them")
  void recreated(Scene s) {
    s.database();
    s.delete("/{db}/b?rev=" + s.write("/{db}/b", "{'x':1}"));
    s.ask("PUT", "/{db}/b/f")
        .text("text/plain", "zz")
        .send()
        .is(201, "{'ok':true,'id':'b','rev':'3-1e8d612c848e596651ccd4004383127f'}");
    s.get("/{db}/b")
        .has(
            "{'_attachments':{'f':{'content_type':'text/plain','revpos':1,"
                + "'digest':'<any>','length':2,'stub':true}},'<more>':0}");
  }

  @Case("all_or_nothing answers 417 for each document")
  void allOrNothing(Scene s) {
    s.database();
    s.post("/{db}/_bulk_docs", "{'all_or_nothing':true,'docs':[{'_id':'a'}]}")
        .is(
            417,
            "[{'id':'a','rev':'0-','error':'not_implemented',"
                + "'reason':'all_or_nothing is not supported'}]");
    s.get("/{db}/a").status(404);
  }

  @Case("_revs_diff takes a revision that it has off the list once")
  void twiceInDiff(Scene s) {
    s.database();
    s.graft("q", "{}", 2, "c", "a");
    s.post("/{db}/_revs_diff", "{'q':['2-c','2-c','2-z','2-z']}")
        .has("{'q':{'missing':['2-c','2-z','2-z'],'<more>':0}}");
  }

  @Case("_revs_diff takes an empty list for a revision of the wrong form")
  void listForRev(Scene s) {
    s.database();
    s.post("/{db}/_revs_diff", "{'q':[[]]}").fails(400, "bad_request", "Invalid rev format");
  }

  @Case("_revs_diff stumbles over a number, and says where by a ref")
  void numberForRev(Scene s) {
    s.database();
    s.post("/{db}/_revs_diff", "{'q':[1]}")
        .is(500, "{'error':'unknown_error','reason':'function_clause','ref':'<int>'}");
  }

  @Case("A byte order mark is no JSON")
  void mark(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a")
        .bytes("application/json", new byte[] {-17, -69, -65, 123, 125})
        .send()
        .fails(400, "bad_request", "invalid UTF-8 JSON");
  }

  @Case("A body that is not what its Content-Encoding says is refused")
  void gzip(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a")
        .header("Content-Encoding", "gzip")
        .text("application/json", "{}")
        .send()
        .fails(400, "bad_request", "Request body is not properly gzipped.");
  }

  @Case("304 has a length of 0")
  void notModified(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.ask("GET", "/{db}/a")
        .header("If-None-Match", "\"" + rev + "\"")
        .send()
        .status(304)
        .header("Content-Length", "0");
  }

  @Case("A plus in the Destination of COPY is a space")
  void copyPlus(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.ask("COPY", "/{db}/a").header("Destination", "q+r").send().has("{'id':'q r','<more>':0}");
  }

  @Case("COPY to a local document gives it the revision 0-1")
  void copyLocal(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.ask("COPY", "/{db}/a")
        .header("Destination", "_local/x")
        .send()
        .is(201, "{'ok':true,'id':'_local/x','rev':'0-1'}")
        .header("ETag", "\"0-1\"");
  }

  @Case("A longer history joins what was apart: an old leaf becomes an ancestor")
  void joined(Scene s) {
    s.database();
    s.write("/{db}/known", "{}");
    s.put("/{db}/_revs_limit", "2").status(200);
    s.graft("a", "{}", 3, "c", "b");
    s.graft("a", "{}", 5, "e", "d");
    s.graft("a", "{}", 5, "e", "d", "c");
    s.ask("GET", "/{db}/a?open_revs=all&revs=true")
        .header("Accept", "application/json")
        .send()
        .is(200, "[{'ok':{'_id':'a','_rev':'5-e','_revisions':{'start':5,'ids':['e','d']}}}]");
  }

  @Case("In one batch a revision is written that another one of it descends from")
  void ancestorInBatch(Scene s) {
    s.database();
    s.write("/{db}/known", "{}");
    s.graft("a", "{}", 1, "a");
    s.post(
            "/{db}/_bulk_docs",
            "{'new_edits':false,'docs':[{'_id':'a','_revisions':{'start':2,'ids':['b','a']}},"
                + "{'_id':'a','_revisions':{'start':3,'ids':['c','b']}}]}")
        .is(201, "[]");
    s.get("/{db}/a?revs_info=true")
        .has(
            "{'_rev':'3-c','_revs_info':[{'rev':'3-c','status':'available'},"
                + "{'rev':'2-b','status':'available'},{'rev':'1-a','status':'available'}],"
                + "'<more>':0}");
  }
}
