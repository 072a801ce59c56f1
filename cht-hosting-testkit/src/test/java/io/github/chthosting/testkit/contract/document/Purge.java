package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("_purge")
final class Purge {
  @Case(value = "A leaf is purged: 201 with the revs that went", pouch = "has no _purge")
  void leaf(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.post("/{db}/_purge", "{'a':['" + rev + "']}")
        .is(201, "{'purge_seq':null,'purged':{'a':['" + rev + "']}}");
    s.get("/{db}/a").fails(404, "not_found", "missing");
  }

  @Case(
      value = "A purged document is in no _changes, and not counted as deleted",
      pouch = "has no _purge")
  void trace(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.post("/{db}/_purge", "{'a':['" + rev + "']}").status(201);
    s.get("/{db}/_changes").has("{'results':[],'<more>':0}");
    s.get("/{db}").has("{'doc_count':0,'doc_del_count':0,'<more>':0}");
  }

  @Case(
      value = "A purged tombstone lets the document begin at generation 1 again",
      pouch = "has no _purge")
  void tombstone(Scene s) {
    s.database();
    String rev = s.delete("/{db}/a?rev=" + s.write("/{db}/a", "{}")).rev();
    s.post("/{db}/_purge", "{'a':['" + rev + "']}")
        .is(201, "{'purge_seq':null,'purged':{'a':['" + rev + "']}}");
    s.put("/{db}/a", "{}")
        .is(201, "{'ok':true,'id':'a','rev':'1-967a00dff5e02add41819138abb3284d'}");
  }

  @Case(value = "One of two conflicting leaves is purged, the other stays", pouch = "has no _purge")
  void conflict(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':2}", 1, "bbbb");
    s.post("/{db}/_purge", "{'a':['1-bbbb']}")
        .is(201, "{'purge_seq':null,'purged':{'a':['1-bbbb']}}");
    s.get("/{db}/a?conflicts=true").is(200, "{'_id':'a','_rev':'1-aaaa','n':1}");
  }

  @Case(value = "A revision that is no leaf is not purged", pouch = "has no _purge")
  void inner(Scene s) {
    s.database();
    String first = s.write("/{db}/a", "{}");
    s.write("/{db}/a?rev=" + first, "{}");
    s.post("/{db}/_purge", "{'a':['" + first + "']}")
        .is(201, "{'purge_seq':null,'purged':{'a':[]}}");
    s.get("/{db}/a").status(200);
  }

  @Case(value = "A missing document is purged to nothing", pouch = "has no _purge")
  void missing(Scene s) {
    s.database();
    s.post("/{db}/_purge", "{'a':['1-aaaa']}").is(201, "{'purge_seq':null,'purged':{'a':[]}}");
  }

  @Case(value = "Several documents in one request", pouch = "has no _purge")
  void several(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.write("/{db}/b", "{}");
    s.post("/{db}/_purge", "{'a':['" + rev + "'],'b':['" + rev + "']}")
        .is(201, "{'purge_seq':null,'purged':{'a':['" + rev + "'],'b':['" + rev + "']}}");
  }

  @Case(value = "The purge_seq of the database grows", pouch = "has no _purge")
  void purgeSeq(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.post("/{db}/_purge", "{'a':['" + rev + "']}").status(201);
    s.get("/{db}").has("{'purge_seq':'<string>','<more>':0}");
  }

  @Case(value = "A rev that is none is a bad request", pouch = "has no _purge")
  void badRev(Scene s) {
    s.database();
    s.post("/{db}/_purge", "{'a':['x']}").fails(400, "bad_request", "Invalid rev format");
  }

  @Case(value = "GET is not allowed", pouch = "has no _purge")
  void byGet(Scene s) {
    s.database();
    s.get("/{db}/_purge").fails(405, "method_not_allowed", "Only POST allowed");
  }

  @Case(value = "_purged_infos_limit is 1000 until it is set", pouch = "has no _purged_infos_limit")
  void limit(Scene s) {
    s.database();
    s.get("/{db}/_purged_infos_limit").is(200, "1000");
    s.put("/{db}/_purged_infos_limit", "5").is(200, "{'ok':true}");
    s.get("/{db}/_purged_infos_limit").is(200, "5");
  }
}
