package io.github.chthosting.testkit.contract.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Shard maps: q, n and ranges")
final class ShardMaps {
  private static void refused(Scene s, String query, String reason) {
    s.later(() -> s.delete("/{db}"));
    s.ask("PUT", "/{db}?" + query).send().fails(400, "bad_request", reason);
  }

  @Case("q=4 cuts the hashes into four equal ranges")
  void four(Scene s) {
    s.database("q=4&n=1");
    s.get("/{db}/_shards")
        .is(
            200,
            "{'shards':{'00000000-3fffffff':'<array>','40000000-7fffffff':'<array>','80000000-bfffffff':'<array>','c0000000-ffffffff':'<array>'}}");
  }

  @Case("q=1 is one range")
  void one(Scene s) {
    s.database("q=1&n=1");
    s.get("/{db}/_shards").is(200, "{'shards':{'00000000-ffffffff':['<string>']}}");
  }

  @Case("q=3 gives ranges without gap, the last with the rest")
  void three(Scene s) {
    s.database("q=3&n=1");
    s.get("/{db}/_shards")
        .is(
            200,
            "{'shards':{'00000000-55555554':'<array>','55555555-aaaaaaa9':'<array>','aaaaaaaa-ffffffff':'<array>'}}");
  }

  @Case(value = "q=12&n=1, as the CHT has it, spreads the shards evenly", nodes = 3)
  void cht(Scene s) {
    s.database("q=12&n=1");
    Shards shards = Shards.of(s);
    assertThat(shards.ranges()).hasSize(12);
    assertThat(shards.ranges().stream().map(range -> shards.nodes(range).get(0)).distinct())
        .hasSize(3);
    shards.document().path("by_node").forEach(ranges -> assertThat(ranges).hasSize(4));
  }

  @Case(value = "n=2 puts each range on two nodes", nodes = 3)
  void twoCopies(Scene s) {
    s.database("q=2&n=2");
    Shards shards = Shards.of(s);
    assertThat(shards.ranges())
        .allSatisfy(range -> assertThat(shards.nodes(range)).hasSize(2).doesNotHaveDuplicates());
  }

  @Case(value = "n=3 puts each range on every node of three", nodes = 3)
  void threeCopies(Scene s) {
    s.database("q=2&n=3");
    Shards shards = Shards.of(s);
    assertThat(shards.ranges())
        .allSatisfy(range -> assertThat(shards.nodes(range)).hasSize(3).doesNotHaveDuplicates());
  }

  @Case("n above the number of nodes is cut to it")
  void tooManyCopies(Scene s) {
    s.database("q=1&n=99");
    int nodes = s.get("/_membership").json().path("cluster_nodes").size();
    assertThat(Shards.of(s).nodes("00000000-ffffffff")).hasSize(nodes);
    s.get("/{db}").has("{'cluster':{'q':1,'n':" + nodes + ",'<more>':0},'<more>':0}");
  }

  @Case("Without q and n those of the configuration hold, and without one q is 2")
  void defaults(Scene s) {
    s.database("");
    Answer set = s.get("/_node/_local/_config/cluster/q");
    int q = set.status() == 200 ? Integer.parseInt(set.json().asString("")) : 2;
    assertThat(Shards.of(s).ranges()).hasSize(q);
  }

  @Case(value = "GET /db tells q, n, and the quorums of n", nodes = 3)
  void quorums(Scene s) {
    s.database("q=2&n=3");
    s.get("/{db}").has("{'cluster':{'q':2,'n':3,'w':2,'r':2},'<more>':0}");
  }

  @Case("q that is no number above zero is a bad request")
  void badQ(Scene s) {
    refused(s, "q=0", "The `q` value should be a positive integer.");
    refused(s, "q=x", "The `q` value should be a positive integer.");
  }

  @Case("n that is no number above zero is a bad request")
  void badN(Scene s) {
    refused(s, "n=0", "The `n` value should be a positive integer.");
    refused(s, "n=-1", "The `n` value should be a positive integer.");
  }

  @Case("A placement in a zone that has no nodes creates nothing")
  void badPlacement(Scene s) {
    s.later(() -> s.delete("/{db}"));
    assertThat(s.ask("PUT", "/{db}?placement=nowhere:1").send().status())
        .isGreaterThanOrEqualTo(400);
    s.get("/{db}").status(404);
  }

  @Case("_shards/{doc} gives the range of the CRC-32 of the id, and its nodes")
  void shardOfDocument(Scene s) {
    s.database("q=8&n=1");
    Shards shards = Shards.of(s);
    for (String id : new String[] {"a", "b", "c", "7", "doc-1", "doc-2"}) {
      String range = shards.rangeOf(id);
      s.get("/{db}/_shards/" + id)
          .is(200, "{'range':'%s','nodes':['%s']}".formatted(range, shards.nodes(range).get(0)));
    }
  }

  @Case("The hash is that of the id in UTF-8, unescaped")
  void shardOfUnicode(Scene s) {
    s.database("q=8&n=1");
    s.get("/{db}/_shards/%C3%A4%2F%F0%9F%98%80")
        .has("{'range':'" + Shards.of(s).rangeOf("ä/\uD83D\uDE00") + "','<more>':0}");
  }

  @Case("_shards/{doc} need not exist")
  void shardOfMissing(Scene s) {
    s.database("q=2&n=1");
    s.get("/{db}/_shards/none").status(200);
    s.get("/{db}/none").status(404);
  }

  @Case("Documents lie in the shard of their hash")
  void placed(Scene s) {
    s.database("q=4&n=1");
    Shards shards = Shards.of(s);
    for (String id : new String[] {"a", "b", "c", "d"}) {
      s.write("/{db}/" + id, "{}");
      s.get(shards.path(shards.rangeOf(id)) + "/" + id).has("{'_id':'" + id + "','<more>':0}");
    }
  }

  @Case("_shards of a missing database answers 404")
  void missing(Scene s) {
    s.get("/{db}/_shards").fails(404, "not_found", "Database does not exist.");
  }

  @Case(value = "_shards is the same from every node", nodes = 3)
  void sameMap(Scene s) {
    s.database("q=4&n=1");
    assertThat(s.node(1).get("/{db}/_shards").json()).isEqualTo(s.get("/{db}/_shards").json());
    assertThat(s.node(2).get("/{db}/_shards").json()).isEqualTo(s.get("/{db}/_shards").json());
  }

  @Case("The suffix is a dot and the seconds of creation, ten digits")
  void suffix(Scene s) {
    s.database();
    assertThat(Shards.of(s).suffix()).matches("\\.[0-9]{10}");
  }

  @Case("_sync_shards answers 202, as a wish and not as a report")
  void syncShards(Scene s) {
    s.database();
    s.post("/{db}/_sync_shards", "").is(202, "{'ok':true}");
    s.get("/{db}/_sync_shards").fails(405, "method_not_allowed");
  }
}
