package io.github.chthosting.testkit.contract.cluster;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Maintenance mode")
final class Maintenance {
  private static final String LOCAL = "/_node/_local/_config/couchdb/maintenance_mode";

  private static Scene last(Scene s, String mode) {
    return set(s.node(s.nodes() - 1), mode);
  }

  /** Sets a node's mode, and has it set back at the end to what it was. */
  private static Scene set(Scene node, String mode) {
    Answer former = node.get(LOCAL);
    node.later(() -> restore(node, former));
    node.put(LOCAL, "'" + mode + "'").status(200);
    return node;
  }

  private static void restore(Scene node, Answer former) {
    Answer answer = former.status() == 200 ? node.put(LOCAL, former.text()) : node.delete(LOCAL);
    answer.status(200);
  }

  @Case(value = "nolb: _up answers 404 nolb, and all else goes on", nodes = 2)
  void noLoadBalancing(Scene s) {
    Scene last = last(s, "nolb");
    last.get("/_up").is(404, "{'status':'nolb'}");
    s.database("q=2&n=2");
    last.write("/{db}/a", "{}");
    last.get("/{db}/a").status(200);
  }

  @Case(
      value = "true: _up answers 404 maintenance_mode, on that node alone",
      nodes = 2,
      alone = true)
  void up(Scene s) {
    last(s, "true").get("/_up").is(404, "{'status':'maintenance_mode'}");
    s.get("/_up").status(200);
  }

  @Case(value = "true: with three copies reads and writes go on, 201", nodes = 3, alone = true)
  void threeCopies(Scene s) {
    s.database("q=2&n=3");
    s.write("/{db}/a", "{}");
    last(s, "true");
    s.get("/{db}/a").status(200);
    s.put("/{db}/b", "{}").status(201);
  }

  @Case(
      value = "true: with one copy what lies on the node cannot be reached",
      nodes = 3,
      alone = true)
  void oneCopy(Scene s) {
    s.database("q=12&n=1");
    String lost = Shards.name(s.node(s.nodes() - 1));
    Shards shards = Shards.of(s);
    String range =
        shards.ranges().stream()
            .filter(each -> shards.nodes(each).contains(lost))
            .findFirst()
            .orElseThrow();
    int i = 0;
    while (!shards.rangeOf("" + i).equals(range)) {
      i++;
    }
    s.write("/{db}/" + i, "{}");
    last(s, "true");
    s.get("/{db}/" + i).fails(500, "error", "read_failure");
  }

  @Case(
      value = "true on one of two holders: a write answers 202, for one copy alone has it",
      nodes = 3,
      alone = true)
  void halfOfTwo(Scene s) {
    s.database("q=12&n=2");
    String lost = Shards.name(s.node(s.nodes() - 1));
    Shards shards = Shards.of(s);
    last(s, "true");
    for (int i = 0; i < 30; i++) {
      boolean whole = !shards.nodes(shards.rangeOf("" + i)).contains(lost);
      s.put("/{db}/" + i, "{}").status(whole ? 201 : 202);
    }
  }

  @Case(
      value = "true on two of three holders: a write answers 202, a read still finds it",
      nodes = 3,
      alone = true)
  void oneOfThree(Scene s) {
    s.database("q=1&n=3");
    set(s.node(1), "true");
    set(s.node(2), "true");
    s.put("/{db}/a", "{}").is(202, "{'ok':true,'id':'a','rev':'<rev>'}");
    s.post("/{db}/_bulk_docs", "{'docs':[{'_id':'b'}]}")
        .is(202, "[{'accepted':true,'ok':true,'id':'b','rev':'<rev>'}]");
    s.get("/{db}/a").status(200);
  }

  @Case(value = "A copy that was away catches up when it is back", nodes = 3, alone = true)
  void catchesUp(Scene s) {
    s.database("q=1&n=3");
    Scene last = last(s, "true");
    s.write("/{db}/a", "{}");
    restoreNow(last);
    String copy = Shards.of(s).path(Shards.name(last), "00000000-ffffffff");
    Scene.until(
        "the document in the copy", () -> s.get(copy).json().path("doc_count").asInt(0) == 1);
  }

  private static void restoreNow(Scene node) {
    node.put(LOCAL, "'false'").is(200, "'true'");
  }

  @Case(value = "true: a node answers for others' shards all the same", nodes = 3, alone = true)
  void stillAsks(Scene s) {
    s.database("q=2&n=3");
    s.write("/{db}/a", "{}");
    last(s, "true").get("/{db}/a").status(200);
  }

  @Case(value = "Back in service all is as before", nodes = 3, alone = true)
  void back(Scene s) {
    s.database("q=2&n=3");
    Scene last = last(s, "true");
    s.write("/{db}/a", "{}");
    restoreNow(last);
    last.get("/_up").status(200);
    last.get("/{db}/a").status(200);
  }
}
