package io.github.chthosting.testkit.contract.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Partitioned databases")
final class Partitions {
  private static Scene some(Scene s) {
    s.database("q=4&n=1&partitioned=true");
    s.post(
            "/{db}/_bulk_docs",
            "{'docs':[{'_id':'p:a','n':1},{'_id':'p:b','n':2},{'_id':'r:a','n':3}]}")
        .status(201);
    return s;
  }

  @Case("props tell that it is partitioned")
  void props(Scene s) {
    some(s).get("/{db}").has("{'props':{'partitioned':true},'<more>':0}");
  }

  @Case("An id is partition, colon, rest: others are refused")
  void ids(Scene s) {
    some(s).put("/{db}/a", "{}").fails(400, "illegal_docid", "Doc id must be of form partition:id");
    s.put("/{db}/:a", "{}").fails(400, "illegal_partition", "Partition must not be empty");
    s.put("/{db}/p:", "{}").fails(400, "illegal_docid");
  }

  @Case("Design documents and local documents need no partition")
  void special(Scene s) {
    some(s).put("/{db}/_design/d", "{}").status(201);
    s.put("/{db}/_local/l", "{}").status(201);
  }

  @Case("_partition/{name} tells counts and sizes")
  void info(Scene s) {
    some(s)
        .get("/{db}/_partition/p")
        .is(
            200,
            "{'db_name':'%s','sizes':{'active':'<int>','external':'<int>'},'partition':'p','doc_count':2,'doc_del_count':0}"
                .formatted(s.name()));
  }

  @Case("_partition/{name}/_all_docs lists the partition alone")
  void allDocs(Scene s) {
    assertThat(some(s).get("/{db}/_partition/p/_all_docs").status(200).json().path("rows"))
        .extracting(row -> row.path("id").asString(""))
        .containsExactly("p:a", "p:b");
  }

  @Case("_partition/{name}/_find searches the partition alone")
  void find(Scene s) {
    some(s)
        .post("/{db}/_partition/p/_find", "{'selector':{'n':{'$gt':1}},'fields':['_id']}")
        .has("{'docs':[{'_id':'p:b'}],'<more>':0}");
  }

  @Case("A partition without documents is empty, not missing")
  void empty(Scene s) {
    some(s).get("/{db}/_partition/none").has("{'doc_count':0,'<more>':0}");
  }

  @Case("All documents of a partition lie in one shard")
  void oneShard(Scene s) {
    some(s);
    String range = s.get("/{db}/_shards/p:a").json().path("range").asString("");
    s.get("/{db}/_shards/p:b").has("{'range':'" + range + "','<more>':0}");
    assertThat(range).isEqualTo(Shards.of(s).rangeOf("p"));
  }

  @Case("_partition of a database that is not partitioned is a bad request")
  void notPartitioned(Scene s) {
    s.database();
    s.get("/{db}/_partition/p").fails(400, "bad_request", "database is not partitioned");
  }

  @Case("partitioned that is neither true nor false is a bad request")
  void badValue(Scene s) {
    s.later(() -> s.delete("/{db}"));
    s.ask("PUT", "/{db}?partitioned=x")
        .send()
        .fails(400, "bad_request", "Invalid `partitioned` parameter");
  }
}
