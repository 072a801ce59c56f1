package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Documents: what the parameters of GET add")
final class DocumentReads {
  /** A document of three edits, and the revs of them. */
  private static String[] edited(Scene s) {
    s.database();
    String first = s.write("/{db}/a", "{'n':1}");
    String second = s.write("/{db}/a?rev=" + first, "{'n':2}");
    return new String[] {first, second, s.write("/{db}/a?rev=" + second, "{'n':3}")};
  }

  private static String hash(String rev) {
    return rev.substring(2);
  }

  @Case("rev= reads a former revision")
  void formerRev(Scene s) {
    String[] revs = edited(s);
    s.get("/{db}/a?rev=" + revs[0]).is(200, "{'_id':'a','_rev':'" + revs[0] + "','n':1}");
  }

  @Case("rev= of an unknown revision answers 404 missing")
  void unknownRev(Scene s) {
    edited(s);
    s.get("/{db}/a?rev=2-0123456789abcdef0123456789abcdef").fails(404, "not_found", "missing");
  }

  @Case(value = "rev= that is no revision is a bad request", pouch = "answers 404, not 400")
  void badRev(Scene s) {
    edited(s);
    s.get("/{db}/a?rev=nonsense").fails(400, "bad_request", "Invalid rev format");
  }

  @Case("revs=true adds the history, newest first")
  void history(Scene s) {
    String[] revs = edited(s);
    s.get("/{db}/a?revs=true")
        .is(
            200,
            "{'_id':'a','_rev':'%s','n':3,'_revisions':{'start':3,'ids':['%s','%s','%s']}}"
                .formatted(revs[2], hash(revs[2]), hash(revs[1]), hash(revs[0])));
  }

  @Case("rev= with revs=true gives the history up to that revision")
  void historyOfFormer(Scene s) {
    String[] revs = edited(s);
    s.get("/{db}/a?revs=true&rev=" + revs[1])
        .has(
            "{'_revisions':{'start':2,'ids':['%s','%s']},'<more>':0}"
                .formatted(hash(revs[1]), hash(revs[0])));
  }

  @Case("revs_info=true tells which revisions can still be read")
  void revsInfo(Scene s) {
    String[] revs = edited(s);
    s.get("/{db}/a?revs_info=true")
        .has(
            "{'_revs_info':[{'rev':'%s','status':'available'},{'rev':'%s','status':'available'},{'rev':'%s','status':'available'}],'<more>':0}"
                .formatted(revs[2], revs[1], revs[0]));
  }

  @Case(
      value = "revs_info=true marks a deletion in the history as deleted",
      pouch = "calls a deletion available")
  void revsInfoOfDeletion(Scene s) {
    s.database();
    String first = s.write("/{db}/a", "{}");
    String second = s.delete("/{db}/a?rev=" + first).rev();
    String third = s.write("/{db}/a", "{'n':3}");
    s.get("/{db}/a?revs_info=true")
        .has(
            "{'_revs_info':[{'rev':'%s','status':'available'},{'rev':'%s','status':'deleted'},{'rev':'%s','status':'available'}],'<more>':0}"
                .formatted(third, second, first));
  }

  @Case("revs_info=true marks ancestors that came by replication without their bodies as missing")
  void revsInfoOfGrafted(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 2, "bbbb", "aaaa");
    s.get("/{db}/a?revs_info=true")
        .has(
            "{'_revs_info':[{'rev':'2-bbbb','status':'available'},{'rev':'1-aaaa','status':'missing'}],'<more>':0}");
  }

  @Case("conflicts=true says nothing where there is no conflict")
  void noConflicts(Scene s) {
    String[] revs = edited(s);
    s.get("/{db}/a?conflicts=true").is(200, "{'_id':'a','_rev':'" + revs[2] + "','n':3}");
  }

  @Case(
      value = "conflicts=true lists the other leaves that are not deleted, highest first",
      pouch = "lists conflicts in another order")
  void conflicts(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':2}", 1, "cccc");
    s.graft("a", "{'n':3}", 1, "bbbb");
    s.get("/{db}/a?conflicts=true")
        .is(200, "{'_id':'a','_rev':'1-cccc','n':2,'_conflicts':['1-bbbb','1-aaaa']}");
  }

  @Case(
      value = "deleted_conflicts=true lists the other leaves that are deleted",
      pouch = "has no _deleted_conflicts")
  void deletedConflicts(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'_deleted':true}", 2, "dddd", "cccc");
    s.get("/{db}/a?deleted_conflicts=true&conflicts=true")
        .is(200, "{'_id':'a','_rev':'1-aaaa','n':1,'_deleted_conflicts':['2-dddd']}");
  }

  @Case(
      value = "meta=true is conflicts, deleted_conflicts and revs_info together",
      pouch = "has no _revs_info, _conflicts, _deleted_conflicts")
  void meta(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':2}", 1, "bbbb");
    s.graft("a", "{'_deleted':true}", 2, "dddd", "cccc");
    s.get("/{db}/a?meta=true")
        .is(
            200,
            "{'_id':'a','_rev':'1-bbbb','n':2,'_revs_info':[{'rev':'1-bbbb','status':'available'}],'_conflicts':['1-aaaa'],'_deleted_conflicts':['2-dddd']}");
  }

  @Case(value = "local_seq=true adds the sequence in the shard", pouch = "has no _local_seq")
  void localSeq(Scene s) {
    edited(s);
    s.get("/{db}/a?local_seq=true").has("{'_local_seq':3,'<more>':0}");
  }

  @Case("open_revs=all gives every leaf, deleted ones too")
  void openRevsAll(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'_deleted':true}", 2, "dddd", "cccc");
    s.ask("GET", "/{db}/a?open_revs=all")
        .header("Accept", "application/json")
        .send()
        .is(
            200,
            "['<set>',{'ok':{'_id':'a','_rev':'1-aaaa','n':1}},{'ok':{'_id':'a','_rev':'2-dddd','_deleted':true}}]");
  }

  @Case("open_revs=[...] gives the revisions asked, and names those that are missing")
  void openRevsListed(Scene s) {
    String[] revs = edited(s);
    s.ask("GET", "/{db}/a?open_revs=['" + revs[0] + "','7-abcd']")
        .header("Accept", "application/json")
        .send()
        .is(
            200,
            "['<set>',{'ok':{'_id':'a','_rev':'" + revs[0] + "','n':1}},{'missing':'7-abcd'}]");
  }

  @Case("open_revs with revs=true gives each history")
  void openRevsWithHistory(Scene s) {
    String[] revs = edited(s);
    s.ask("GET", "/{db}/a?revs=true&open_revs=['" + revs[1] + "']")
        .header("Accept", "application/json")
        .send()
        .is(
            200,
            "[{'ok':{'_id':'a','_rev':'%s','n':2,'_revisions':{'start':2,'ids':['%s','%s']}}}]"
                .formatted(revs[1], hash(revs[1]), hash(revs[0])));
  }

  @Case("open_revs with latest=true gives the leaf that came of a former revision")
  void latest(Scene s) {
    String[] revs = edited(s);
    s.ask("GET", "/{db}/a?latest=true&open_revs=['" + revs[0] + "']")
        .header("Accept", "application/json")
        .send()
        .is(200, "[{'ok':{'_id':'a','_rev':'" + revs[2] + "','n':3}}]");
  }

  @Case("open_revs=all of a document that never was answers 404")
  void openRevsOfMissing(Scene s) {
    s.database();
    s.ask("GET", "/{db}/a?open_revs=all")
        .header("Accept", "application/json")
        .send()
        .fails(404, "not_found", "missing");
  }

  @Case(
      value = "open_revs without Accept: application/json is multipart/mixed",
      pouch = "answers with a list in text/plain")
  void openRevsMultipart(Scene s) {
    edited(s);
    s.ask("GET", "/{db}/a?open_revs=all")
        .header("Accept", "multipart/mixed")
        .send()
        .status(200)
        .headerLike("Content-Type", "multipart/mixed; boundary=\"[0-9a-f]+\"");
  }

  @Case(
      value = "A parameter that is neither true nor false counts as not given",
      pouch = "has _revisions besides")
  void badBoolean(Scene s) {
    edited(s);
    s.get("/{db}/a?revs=perhaps").is(200, "{'_id':'a','_rev':'<rev>','n':3}");
  }

  @Case("An unknown parameter is ignored")
  void unknownParameter(Scene s) {
    edited(s);
    s.get("/{db}/a?nothing=here").status(200);
  }
}
