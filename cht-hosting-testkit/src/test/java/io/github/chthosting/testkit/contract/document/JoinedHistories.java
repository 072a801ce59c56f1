package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "Histories that come in pieces, overlap, or are cut",
    pouch = "is not asked: its revision trees are joined by other rules")
final class JoinedHistories {

  private static void bulk(Scene s, String docs) {
    s.post("/{db}/_bulk_docs", "{'new_edits':false,'docs':[" + docs + "]}").is(201, "[]");
  }

  private static String history(int start, String... ids) {
    return "{'_id':'a','_revisions':{'start':"
        + start
        + ",'ids':['"
        + String.join("','", ids)
        + "']}}";
  }

  @Case("Two pieces of a new document's history in one request are joined")
  void inOneRequest(Scene s) {
    s.database();
    bulk(s, history(3, "cc", "bb", "aa") + "," + history(5, "ee", "dd", "cc"));
    s.get("/{db}/a?revs=true")
        .has(
            "{'_rev':'5-ee','_revisions':{'start':5,'ids':['ee','dd','cc','bb','aa']},'<more>':0}");
    s.get("/{db}/a?conflicts=true&deleted_conflicts=true").is(200, "{'_id':'a','_rev':'5-ee'}");
  }

  @Case("A piece that lies between two others joins them")
  void between(Scene s) {
    s.database();
    bulk(s, history(2, "bb", "aa"));
    bulk(s, history(5, "ee", "dd"));
    bulk(s, history(4, "dd", "cc", "bb"));
    s.get("/{db}/a?revs=true&conflicts=true")
        .is(
            200,
            "{'_id':'a','_rev':'5-ee','_revisions':{'start':5,'ids':['ee','dd','cc','bb','aa']}}");
  }

  @Case("What came of a joined history is available, the names between are missing")
  void states(Scene s) {
    s.database();
    bulk(s, history(2, "bb", "aa"));
    bulk(s, history(4, "dd", "cc", "bb"));
    s.get("/{db}/a?revs_info=true")
        .has(
            "{'_revs_info':[{'rev':'4-dd','status':'available'},{'rev':'3-cc','status':'missing'},"
                + "{'rev':'2-bb','status':'available'},{'rev':'1-aa','status':'missing'}],"
                + "'<more>':0}");
  }

  @Case("An attachment put on one of two leaves continues that leaf")
  void attachmentOnALeaf(Scene s) {
    s.database();
    bulk(s, history(3, "cc", "bb", "aa") + "," + history(3, "dd", "bb", "aa"));
    s.ask("PUT", "/{db}/a/f?rev=3-cc").text("text/plain", "x").send().status(201);
    s.get("/{db}/a?revs=true&conflicts=true")
        .has(
            "{'_rev':'<rev>','_conflicts':['3-dd'],"
                + "'_revisions':{'start':4,'ids':['<any>','cc','bb','aa']},'<more>':0}");
  }

  @Case("A lower _revs_limit is told at once, and cuts with the next write")
  void lowerLimit(Scene s) {
    s.database();
    bulk(s, history(4, "dd", "cc", "bb", "aa"));
    s.put("/{db}/_revs_limit", "2").status(200);
    s.get("/{db}/a?revs=true").has("{'_revisions':{'start':4,'ids':['dd','cc']},'<more>':0}");
    s.get("/{db}/a?revs_info=true")
        .has(
            "{'_revs_info':[{'rev':'4-dd','status':'available'},{'rev':'3-cc','status':'missing'},"
                + "{'rev':'2-bb','status':'missing'},{'rev':'1-aa','status':'missing'}],"
                + "'<more>':0}");
    s.put("/{db}/a?rev=4-dd", "{}").status(201);
    s.get("/{db}/a?revs_info=true")
        .has(
            "{'_revs_info':[{'rev':'<rev>','status':'available'},"
                + "{'rev':'4-dd','status':'available'}],'<more>':0}");
  }

  @Case("Purged revisions are told in order, whatever the order they were asked in")
  void purgedInOrder(Scene s) {
    s.database();
    bulk(s, history(3, "cc", "bb", "aa") + "," + history(2, "dd", "aa") + "," + history(7, "ee"));
    s.post("/{db}/_purge", "{'a':['7-ee','2-dd','3-cc']}")
        .is(201, "{'purge_seq':null,'purged':{'a':['2-dd','3-cc','7-ee']}}");
  }

  @Case("COPY keeps the revpos of attachments")
  void copiedRevpos(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.ask("PUT", "/{db}/a/f?rev=" + rev).text("text/plain", "x").send().status(201);
    s.ask("COPY", "/{db}/a").header("Destination", "b").send().status(201);
    s.get("/{db}/b")
        .has("{'_rev':'<rev>','_attachments':{'f':{'revpos':2,'<more>':0}},'<more>':0}");
  }

  @Case("_local_seq counts settings and purges too")
  void localSequence(Scene s) {
    s.database("q=1");
    s.put("/{db}/_revs_limit", "10").status(200);
    s.put("/{db}/_security", "{}").status(200);
    s.put("/{db}/_purged_infos_limit", "10").status(200);
    s.post("/{db}/_purge", "{'x':['1-aa']}").status(201);
    s.write("/{db}/a", "{}");
    s.get("/{db}/a?local_seq=true").has("{'_local_seq':5,'<more>':0}");
  }
}
