package io.github.chthosting.testkit.contract.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Nodes: membership and what each tells of itself")
final class Nodes {
  @Case(value = "_membership lists every node, known and joined", nodes = 3)
  void membership(Scene s) {
    var body =
        s.get("/_membership").is(200, "{'all_nodes':'<array>','cluster_nodes':'<array>'}").json();
    assertThat(body.path("all_nodes"))
        .hasSizeGreaterThanOrEqualTo(3)
        .isEqualTo(body.path("cluster_nodes"));
  }

  @Case(value = "_membership is the same from every node", nodes = 3)
  void sameMembership(Scene s) {
    assertThat(s.node(1).get("/_membership").json()).isEqualTo(s.get("/_membership").json());
    assertThat(s.node(2).get("/_membership").json()).isEqualTo(s.get("/_membership").json());
  }

  @Case("_node/_local tells the node's own name, which is in _membership")
  void localName(Scene s) {
    assertThat(s.get("/_membership").json().path("cluster_nodes"))
        .anyMatch(node -> node.asString("").equals(Shards.name(s)));
  }

  @Case(value = "_node/{name} is the welcome of that node, from any other", nodes = 2)
  void otherName(Scene s) {
    String other = Shards.name(s.node(1));
    assertThat(other).isNotEqualTo(Shards.name(s));
    s.get("/_node/" + other)
        .is(
            200,
            "{'couchdb':'Welcome','uuid':'<id>','version':'<string>','vendor':{'name':'<string>'}}");
  }

  @Case(value = "What _node/{name} tells of a node, the node tells of itself", nodes = 2)
  void otherConfig(Scene s) {
    Scene other = s.node(1);
    s.get("/_node/" + Shards.name(other) + "/_config/chttpd/port")
        .is(200, other.get("/_node/_local/_config/chttpd/port").text());
  }

  @Case("_node of an unknown name answers 404")
  void unknownNode(Scene s) {
    s.get("/_node/none@127.0.0.9/_system").fails(404, "not_found", "no such node: none@127.0.0.9");
  }

  @Case("_node/_local/_versions tells of Erlang and the JavaScript engine")
  void versions(Scene s) {
    s.get("/_node/_local/_versions")
        .is(
            200,
            "{'erlang':{'version':'<string>','<more>':0},'javascript_engine':{'name':'<string>','version':'<string>'},'<more>':0}");
  }

  @Case("_node/_local/_system tells of uptime, memory and internal replication")
  void system(Scene s) {
    s.get("/_node/_local/_system")
        .is(
            200,
            "{'uptime':'<int>','memory':'<object>','internal_replication_jobs':'<int>','<more>':0}");
  }

  @Case("_node/_local/_stats has a value, a type and a description for each")
  void stats(Scene s) {
    s.get("/_node/_local/_stats").is(200, "{'couchdb':'<object>','<more>':0}");
    s.get("/_node/_local/_stats/couchdb/open_databases")
        .is(200, "{'value':'<int>','type':'counter','desc':'<string>'}");
  }

  @Case("_node/_local/_prometheus is text, with a type for each metric")
  void prometheus(Scene s) {
    assertThat(s.get("/_node/_local/_prometheus").status(200).text()).contains("# TYPE couchdb_");
  }

  @Case("_up tells of seeds")
  void up(Scene s) {
    s.get("/_up").is(200, "{'status':'ok','seeds':'<object>'}");
  }

  @Case(value = "Every node is the same CouchDB: uuid and version", nodes = 2)
  void sameServer(Scene s) {
    s.node(1)
        .get("/")
        .has("{'version':'" + s.get("/").json().path("version").asString("") + "','<more>':0}");
  }

  @Case(value = "Every node tells of a continuous replication, and any ends it by id", nodes = 3)
  void replicationsOfAll(Scene s) {
    s.database();
    s.createDatabase("{db}-to", "q=1&n=1");
    String wish = "{'source':'%1$s','target':'%1$s-to','continuous':true".formatted(s.name());
    String id = s.post("/_replicate", wish + "}").status(202).json().path("_local_id").asString("");
    for (int i = 0; i < 3; i++) {
      Scene node = s.node(i);
      Scene.until(200, () -> node.get("/_scheduler/jobs/" + id.replace("+", "%2B")));
    }
    // By name, another node means another address: its own.
    s.node(1).post("/_replicate", wish + ",'cancel':true}").fails(404, "not_found", "missing");
    String ended = "{'replication_id':'" + id + "','cancel':true}";
    s.node(2).post("/_replicate", ended).is(200, "{'ok':true,'_local_id':'" + id + "'}");
    s.node(1).post("/_replicate", ended).fails(404, "not_found", "missing");
  }

  @Case("_node/_local/_all_dbs lists shards by their names")
  void shardNames(Scene s) {
    s.database();
    Shards shards = Shards.of(s);
    String node = shards.nodes("00000000-ffffffff").get(0);
    String name = "shards/00000000-ffffffff/" + s.name() + shards.suffix();
    assertThat(s.get("/_node/" + node + "/_all_dbs").status(200).json())
        .anyMatch(entry -> entry.asString("").equals(name));
  }

  @Case("_cluster_setup tells a state")
  void clusterSetup(Scene s) {
    assertThat(s.get("/_cluster_setup").status(200).json().path("state").asString(""))
        .isIn(
            "cluster_disabled",
            "single_node_disabled",
            "single_node_enabled",
            "cluster_enabled",
            "cluster_finished");
  }

  @Case("_cluster_setup without an action is a bad request")
  void clusterSetupWithoutAction(Scene s) {
    s.post("/_cluster_setup", "{}").fails(400, "bad_request");
  }

  @Case("_cluster_setup with an unknown action is a bad request")
  void clusterSetupUnknownAction(Scene s) {
    s.post("/_cluster_setup", "{'action':'nothing'}").fails(400, "bad_request", "Invalid Action'");
  }
}
