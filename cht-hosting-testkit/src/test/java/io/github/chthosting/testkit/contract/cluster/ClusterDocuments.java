package io.github.chthosting.testkit.contract.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Functions;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

@Subject("Documents across shards and nodes")
final class ClusterDocuments {
  /** Twenty documents, spread over four shards. */
  private static Scene twenty(Scene s) {
    s.database("q=4&n=1");
    StringBuilder docs = new StringBuilder("{'docs':[");
    for (int i = 10; i < 30; i++) {
      docs.append(i == 10 ? "" : ",")
          .append("{'_id':'")
          .append(i)
          .append("','n':")
          .append(i)
          .append(",'type':'t")
          .append(i % 2)
          .append("'}");
    }
    s.post("/{db}/_bulk_docs", docs + "]}").status(201);
    return s;
  }

  private static String[] ids() {
    return IntStream.range(10, 30).mapToObj(Integer::toString).toArray(String[]::new);
  }

  @Case("_all_docs merges the shards in the order of ids")
  void allDocs(Scene s) {
    JsonNode rows =
        twenty(s)
            .get("/{db}/_all_docs")
            .has("{'total_rows':20,'offset':0,'<more>':0}")
            .json()
            .path("rows");
    assertThat(rows).extracting(row -> row.path("id").asString("")).containsExactly(ids());
  }

  @Case("limit and skip of _all_docs count over all shards")
  void allDocsPage(Scene s) {
    JsonNode rows = twenty(s).get("/{db}/_all_docs?limit=3&skip=9").json().path("rows");
    assertThat(rows)
        .extracting(row -> row.path("id").asString(""))
        .containsExactly("19", "20", "21");
  }

  @Case("_changes gives each document of each shard once")
  void changes(Scene s) {
    JsonNode rows =
        twenty(s).get("/{db}/_changes").has("{'pending':0,'<more>':0}").json().path("results");
    assertThat(rows)
        .extracting(row -> row.path("id").asString(""))
        .containsExactlyInAnyOrder(ids());
  }

  @Case("A view merges the shards in the order of keys, and reduces over all")
  void views(Scene s) {
    twenty(s).write("/{db}/_design/contract", Functions.views());
    s.get("/{db}/_design/contract/_view/sum").is(200, "{'rows':[{'key':null,'value':390}]}");
    s.get("/{db}/_design/contract/_view/count?group=true")
        .is(200, "{'rows':[{'key':'t0','value':10},{'key':'t1','value':10}]}");
  }

  @Case("_find reads all shards")
  void find(Scene s) {
    Answer answer =
        twenty(s)
            .post("/{db}/_find", "{'selector':{'n':{'$gte':27}},'fields':['_id']}")
            .status(200);
    answer.has("{'docs':['<set>',{'_id':'27'},{'_id':'28'},{'_id':'29'}],'<more>':0}");
  }

  @Case("_bulk_get, _revs_diff and _purge reach every shard")
  void bulk(Scene s) {
    JsonNode rows = twenty(s).get("/{db}/_all_docs?limit=2").json().path("rows");
    String rev = rows.path(0).path("value").path("rev").asString("");
    s.post("/{db}/_bulk_get", "{'docs':[{'id':'10'},{'id':'11'},{'id':'12'}]}")
        .has("{'results':['<object>','<object>','<object>']}");
    s.post("/{db}/_revs_diff", "{'10':['1-a'],'11':['1-a'],'12':['1-a']}")
        .has("{'10':'<object>','11':'<object>','12':'<object>'}");
    s.post("/{db}/_purge", "{'10':['" + rev + "']}")
        .has("{'purged':{'10':['" + rev + "']},'<more>':0}");
  }

  @Case(value = "What is written through one node is read through another", nodes = 3)
  void acrossNodes(Scene s) {
    s.database("q=2&n=3");
    s.write("/{db}/a", "{'n':1}");
    s.node(1).get("/{db}/a").has("{'n':1,'<more>':0}");
    s.node(2).get("/{db}/a").has("{'n':1,'<more>':0}");
  }

  @Case(value = "A conflict is told by whichever node is asked", nodes = 3)
  void conflictAcrossNodes(Scene s) {
    s.database("q=1&n=3");
    String rev = s.write("/{db}/a", "{'n':1}");
    s.node(1).write("/{db}/a?rev=" + rev, "{'n':2}");
    Answer third = s.node(2).put("/{db}/a?rev=" + rev, "{'n':3}");
    if (third.status() == 202) { // a copy that had not heard of the second edit yet took it
      Scene.until(
          "the conflict shows",
          () -> s.node(2).get("/{db}/a?conflicts=true").json().path("_conflicts").size() == 1);
    } else {
      third.fails(409, "conflict", "Document update conflict.");
    }
  }

  @Case(value = "All copies hold: 201, with n=1, n=2 and n=3", nodes = 3)
  void copies(Scene s) {
    for (int n = 1; n <= 3; n++) {
      s.createDatabase("{db}-" + n, "q=1&n=" + n);
      s.put("/{db}-" + n + "/a", "{}").status(201);
    }
  }

  @Case(value = "A database is known to every node", nodes = 3)
  void databases(Scene s) {
    s.database();
    for (int i = 0; i < 3; i++) {
      Scene node = s.node(i);
      Scene.until(200, () -> node.get("/{db}"));
      assertThat(node.get("/_all_dbs").json()).anyMatch(name -> name.asString("").equals(s.name()));
    }
  }

  @Case(value = "A database that was deleted is gone from every node", nodes = 3)
  void deletedDatabase(Scene s) {
    s.database();
    s.delete("/{db}").status(200);
    for (int i = 0; i < 3; i++) {
      Scene node = s.node(i);
      Scene.until(404, () -> node.get("/{db}"));
    }
  }

  @Case(value = "_security holds on every node", nodes = 3)
  void security(Scene s) {
    s.database("q=2&n=3");
    s.put("/{db}/_security", "{'members':{'roles':['x']},'admins':{}}").status(200);
    for (int i = 0; i < 3; i++) {
      Scene node = s.node(i);
      Scene.untilLike("{'members':{'roles':['x']},'admins':{}}", () -> node.get("/{db}/_security"));
    }
  }

  @Case(value = "_revs_limit holds on every node", nodes = 3)
  void revsLimit(Scene s) {
    s.database("q=2&n=3");
    s.put("/{db}/_revs_limit", "9").status(200);
    Scene.untilLike("9", () -> s.node(1).get("/{db}/_revs_limit"));
    Scene.untilLike("9", () -> s.node(2).get("/{db}/_revs_limit"));
  }

  @Case(value = "A session of one node is good on the others", nodes = 3)
  void session(Scene s) {
    String path = "/_users/org.couchdb.user:{db}";
    s.write(path, "{'name':'" + s.name() + "','type':'user','password':'pass','roles':['nurse']}");
    s.later(() -> s.delete(path + "?rev=" + s.get(path).rev()));
    Answer login =
        s.anonymous()
            .post("/_session", "{'name':'" + s.name() + "','password':'pass'}")
            .status(200);
    String cookie = login.header("Set-Cookie").split(";", 2)[0];
    for (int i = 1; i < 3; i++) {
      s.node(i)
          .anonymous()
          .ask("GET", "/_session")
          .header("Cookie", cookie)
          .send()
          .has("{'userCtx':{'name':'" + s.name() + "','roles':['nurse']},'<more>':0}");
    }
  }

  @Case("_dbs_info tells of shards' sums")
  void dbsInfo(Scene s) {
    twenty(s)
        .post("/_dbs_info", "{'keys':['" + s.name() + "']}")
        .has(
            "[{'key':'"
                + s.name()
                + "','info':{'doc_count':20,'cluster':{'q':4,'<more>':0},'<more>':0}}]");
  }

  @Case("sizes tell of file, external and active bytes over all shards")
  void sizes(Scene s) {
    JsonNode sizes = twenty(s).get("/{db}").json().path("sizes");
    assertThat(sizes.path("external").asLong(0)).isPositive();
    assertThat(sizes.path("active").asLong(0)).isPositive();
    assertThat(sizes.path("file").asLong(0)).isPositive();
  }

  @Case("_local documents lie in the shard of their id, and are found through the database")
  void local(Scene s) {
    s.database("q=4&n=1");
    s.write("/{db}/_local/a", "{'n':1}");
    Shards shards = Shards.of(s);
    s.get(shards.path(shards.rangeOf("_local/a")) + "/_local/a").has("{'n':1,'<more>':0}");
  }

  @Case(value = "A follower of one node sees what is written through another", nodes = 2)
  void follower(Scene s) {
    s.database("q=2&n=1");
    String now = s.get("/{db}/_changes?since=now").json().path("last_seq").asString("");
    var answer =
        java.util.concurrent.CompletableFuture.supplyAsync(
            () -> s.get("/{db}/_changes?feed=longpoll&timeout=20000&since=" + now));
    s.node(1).write("/{db}/a", "{}");
    answer.join().has("{'results':[{'id':'a','<more>':0}],'<more>':0}");
  }
}
