package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("_revs_diff and _missing_revs")
final class RevsDiff {
  @Case("_revs_diff names what is missing of a document that never was")
  void unknownDocument(Scene s) {
    s.database();
    s.post("/{db}/_revs_diff", "{'a':['1-aaaa','2-bbbb']}")
        .is(200, "{'a':{'missing':['1-aaaa','2-bbbb']}}");
  }

  @Case(
      value = "_revs_diff leaves out documents of which nothing is missing",
      pouch = "has a besides")
  void nothingMissing(Scene s) {
    s.database();
    s.graft("a", "{}", 2, "bbbb", "aaaa");
    s.post("/{db}/_revs_diff", "{'a':['2-bbbb','1-aaaa']}").is(200, "{}");
  }

  @Case(value = "_revs_diff names ancestors that may help", pouch = "has no possible_ancestors")
  void possibleAncestors(Scene s) {
    s.database();
    s.graft("a", "{}", 2, "bbbb", "aaaa");
    s.post("/{db}/_revs_diff", "{'a':['3-cccc']}")
        .is(200, "{'a':{'missing':['3-cccc'],'possible_ancestors':['2-bbbb']}}");
  }

  @Case("_revs_diff names no ancestors of the same generation")
  void noAncestors(Scene s) {
    s.database();
    s.graft("a", "{}", 2, "bbbb", "aaaa");
    s.post("/{db}/_revs_diff", "{'a':['2-cccc']}").is(200, "{'a':{'missing':['2-cccc']}}");
  }

  @Case("_revs_diff knows tombstones")
  void tombstones(Scene s) {
    s.database();
    s.graft("a", "{'_deleted':true}", 2, "bbbb", "aaaa");
    s.post("/{db}/_revs_diff", "{'a':['2-bbbb']}").is(200, "{}");
  }

  @Case("_revs_diff answers for several documents")
  void several(Scene s) {
    s.database();
    s.graft("a", "{}", 1, "aaaa");
    s.post("/{db}/_revs_diff", "{'a':['1-aaaa','1-cccc'],'b':['1-bbbb']}")
        .is(200, "{'a':{'missing':['1-cccc']},'b':{'missing':['1-bbbb']}}");
  }

  @Case("_revs_diff of nothing is nothing")
  void nothing(Scene s) {
    s.database();
    s.post("/{db}/_revs_diff", "{}").is(200, "{}");
  }

  @Case(value = "_revs_diff refuses a rev that is none", pouch = "answers 200, not 400")
  void badRev(Scene s) {
    s.database();
    s.post("/{db}/_revs_diff", "{'a':['x']}").fails(400, "bad_request", "Invalid rev format");
  }

  @Case(value = "_revs_diff by GET is not allowed", pouch = "answers 404, not 405")
  void byGet(Scene s) {
    s.database();
    s.get("/{db}/_revs_diff").fails(405, "method_not_allowed", "Only POST allowed");
  }

  @Case(value = "_missing_revs names what is missing", pouch = "answers 400, not 200")
  void missingRevs(Scene s) {
    s.database();
    s.graft("a", "{}", 1, "aaaa");
    s.post("/{db}/_missing_revs", "{'a':['1-aaaa','1-cccc'],'b':['1-bbbb']}")
        .is(200, "{'missing_revs':{'a':['1-cccc'],'b':['1-bbbb']}}");
  }
}
