package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Conflicts: revision trees, and who wins")
final class Conflicts {
  private static void winner(Scene s, String rev) {
    assertThat(s.get("/{db}/a").status(200).rev()).isEqualTo(rev);
  }

  private static void leaves(Scene s, String shape) {
    s.ask("GET", "/{db}/a?open_revs=all")
        .header("Accept", "application/json")
        .send()
        .is(200, shape);
  }

  @Case("Of two leaves of one generation the higher hash wins")
  void higherHash(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "bbbb");
    s.graft("a", "{'n':2}", 1, "aaaa");
    winner(s, "1-bbbb");
  }

  @Case("Hashes are compared as bytes: 9 is below a")
  void bytes(Scene s) {
    s.database();
    s.graft("a", "{}", 1, "9fff");
    s.graft("a", "{}", 1, "a000");
    winner(s, "1-a000");
  }

  @Case("The longer branch wins, whatever the hash")
  void longerBranch(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "ffff");
    s.graft("a", "{'n':2}", 2, "aaaa", "0000");
    winner(s, "2-aaaa");
  }

  @Case("Generations are compared as numbers: 10 is above 9")
  void generations(Scene s) {
    s.database();
    s.graft("a", "{}", 9, "ffff");
    s.graft("a", "{}", 10, "aaaa");
    winner(s, "10-aaaa");
  }

  @Case("A leaf that is not deleted wins over a longer deleted one")
  void aliveWins(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'_deleted':true}", 3, "cccc", "bbbb", "ffff");
    winner(s, "1-aaaa");
  }

  @Case(
      value = "A document is deleted only when all its leaves are",
      pouch = "has no doc_del_count")
  void allDeleted(Scene s) {
    s.database();
    s.graft("a", "{'_deleted':true}", 2, "bbbb", "aaaa");
    s.graft("a", "{'_deleted':true}", 2, "dddd", "cccc");
    s.get("/{db}/a").fails(404, "not_found");
    s.get("/{db}").has("{'doc_count':0,'doc_del_count':1,'<more>':0}");
  }

  @Case("The order in which branches arrive does not matter")
  void arrival(Scene s) {
    s.database();
    s.graft("a", "{'n':3}", 3, "cccc", "bbbb", "aaaa");
    s.graft("a", "{'n':2}", 2, "dddd", "aaaa");
    winner(s, "3-cccc");
    s.get("/{db}/a?conflicts=true").has("{'_conflicts':['2-dddd'],'<more>':0}");
  }

  @Case("Deleting the winner lets the next leaf win")
  void deleteWinner(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':2}", 1, "bbbb");
    s.delete("/{db}/a?rev=1-bbbb").status(200);
    winner(s, "1-aaaa");
    s.get("/{db}/a?conflicts=true").is(200, "{'_id':'a','_rev':'1-aaaa','n':1}");
  }

  @Case("An edit of a losing leaf may make it win")
  void editLoser(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':2}", 1, "bbbb");
    String edited = s.write("/{db}/a?rev=1-aaaa", "{'n':3}");
    winner(s, edited);
    s.get("/{db}/a?conflicts=true").has("{'_conflicts':['1-bbbb'],'<more>':0}");
  }

  @Case("An edit of a revision that is no leaf conflicts")
  void editInner(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 2, "bbbb", "aaaa");
    s.put("/{db}/a?rev=1-aaaa", "{'n':3}").fails(409, "conflict");
  }

  @Case("A revision stored twice is stored once")
  void twice(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':1}", 1, "aaaa");
    leaves(s, "[{'ok':{'_id':'a','_rev':'1-aaaa','n':1}}]");
    s.get("/{db}/_changes")
        .has("{'results':[{'seq':'<seq>','id':'a','changes':[{'rev':'1-aaaa'}]}],'<more>':0}");
  }

  @Case("A revision stored again with another body keeps the first")
  void firstBodyStays(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':2}", 1, "aaaa");
    s.get("/{db}/a").is(200, "{'_id':'a','_rev':'1-aaaa','n':1}");
  }

  @Case("A longer history that contains a leaf extends it")
  void extend(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':3}", 3, "cccc", "bbbb", "aaaa");
    leaves(s, "[{'ok':{'_id':'a','_rev':'3-cccc','n':3}}]");
  }

  @Case("An ancestor that arrives after its descendant is no new leaf")
  void lateAncestor(Scene s) {
    s.database();
    s.graft("a", "{'n':3}", 3, "cccc", "bbbb", "aaaa");
    s.graft("a", "{'n':2}", 2, "bbbb", "aaaa");
    leaves(s, "[{'ok':{'_id':'a','_rev':'3-cccc','n':3}}]");
  }

  @Case(
      value = "The body of an ancestor that arrives late can be read",
      pouch = "answers 404, not 200")
  void lateAncestorBody(Scene s) {
    s.database();
    s.graft("a", "{'n':3}", 3, "cccc", "bbbb", "aaaa");
    s.graft("a", "{'n':2}", 2, "bbbb", "aaaa");
    s.get("/{db}/a?rev=2-bbbb").is(200, "{'_id':'a','_rev':'2-bbbb','n':2}");
  }

  @Case("Histories with no common revision are two branches")
  void noCommonAncestor(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 2, "bbbb", "aaaa");
    s.graft("a", "{'n':2}", 2, "dddd", "cccc");
    leaves(
        s,
        "['<set>',{'ok':{'_id':'a','_rev':'2-bbbb','n':1}},{'ok':{'_id':'a','_rev':'2-dddd','n':2}}]");
  }

  @Case("A history that starts later is joined where it overlaps")
  void overlap(Scene s) {
    s.database();
    s.graft("a", "{'n':2}", 2, "bbbb", "aaaa");
    s.graft("a", "{'n':4}", 4, "dddd", "cccc", "bbbb");
    s.get("/{db}/a?revs=true")
        .has("{'_revisions':{'start':4,'ids':['dddd','cccc','bbbb','aaaa']},'<more>':0}");
  }

  @Case(
      value = "PUT with new_edits=false stores the rev that it names",
      pouch = "answers with an empty list")
  void putNewEditsFalse(Scene s) {
    s.database();
    s.put("/{db}/a?new_edits=false", "{'_rev':'3-abcdef','n':1}")
        .is(201, "{'ok':true,'id':'a','rev':'3-abcdef'}");
    s.get("/{db}/a").is(200, "{'_id':'a','_rev':'3-abcdef','n':1}");
  }

  @Case("PUT with new_edits=false and _revisions stores the history")
  void putHistory(Scene s) {
    s.database();
    s.put(
            "/{db}/a?new_edits=false",
            "{'_rev':'2-bbbb','_revisions':{'start':2,'ids':['bbbb','aaaa']}}")
        .status(201);
    s.get("/{db}/a?revs=true").has("{'_revisions':{'start':2,'ids':['bbbb','aaaa']},'<more>':0}");
  }

  @Case("A tombstone on a branch leaves the others alone")
  void tombstoneOnBranch(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 2, "bbbb", "aaaa");
    s.graft("a", "{'_deleted':true}", 3, "dddd", "cccc", "aaaa");
    winner(s, "2-bbbb");
    leaves(
        s,
        "['<set>',{'ok':{'_id':'a','_rev':'2-bbbb','n':1}},{'ok':{'_id':'a','_rev':'3-dddd','_deleted':true}}]");
  }

  @Case("Recreating a document whose leaves are all deleted extends the one that wins")
  void recreateOnWinner(Scene s) {
    s.database();
    s.graft("a", "{'_deleted':true}", 2, "bbbb", "aaaa");
    s.graft("a", "{'_deleted':true}", 3, "dddd", "cccc", "aaaa");
    s.write("/{db}/a", "{'n':1}");
    s.get("/{db}/a?revs=true")
        .has("{'_revisions':{'start':4,'ids':['<id>','dddd','cccc','aaaa']},'<more>':0}");
  }
}
