package io.github.chthosting.testkit.contract.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Subject("Shard map documents: _dbs and _nodes")
final class MapDocuments {
  private static final String RANGE = "00000000-ffffffff";

  /** The map of a database of one range with one more copy on a node. */
  static Answer addCopy(Scene s, String node) {
    ObjectNode map = (ObjectNode) Shards.of(s).document();
    map.withArray("changelog").addArray().add("add").add(RANGE).add(node);
    ((ArrayNode) map.path("by_range").path(RANGE)).add(node);
    ((ObjectNode) map.path("by_node")).putArray(node).add(RANGE);
    return put(s, map);
  }

  /** The map of a database of one range without a node. */
  static Answer removeCopy(Scene s, String node) {
    ObjectNode map = (ObjectNode) Shards.of(s).document();
    map.withArray("changelog").addArray().add("remove").add(RANGE).add(node);
    ((ObjectNode) map.path("by_node")).remove(node);
    ArrayNode nodes = ((ObjectNode) map.path("by_range")).putArray(RANGE);
    Shards.of(s).nodes(RANGE).stream().filter(other -> !other.equals(node)).forEach(nodes::add);
    return put(s, map);
  }

  private static Answer put(Scene s, ObjectNode map) {
    return s.ask("PUT", "/_node/_local/_dbs/{db}").text("application/json", map.toString()).send();
  }

  /** A node that holds no copy of the database's one range. */
  static String spare(Scene s) {
    List<String> holders = Shards.of(s).nodes(RANGE);
    return java.util.stream.IntStream.range(0, s.nodes())
        .mapToObj(i -> Shards.name(s.node(i)))
        .filter(node -> !holders.contains(node))
        .findFirst()
        .orElseThrow();
  }

  static void everywhere(Scene s, int copies) {
    for (int i = 0; i < s.nodes(); i++) {
      Scene node = s.node(i);
      Scene.until(
          "the map on node " + i,
          () -> node.get("/{db}/_shards").json().path("shards").path(RANGE).size() == copies);
    }
  }

  @Case("_dbs/{db} holds suffix, changelog, by_node and by_range")
  void form(Scene s) {
    s.database();
    Shards shards = Shards.of(s);
    String node = shards.nodes(RANGE).get(0);
    s.get("/_node/_local/_dbs/{db}")
        .is(
            200,
            "{'_id':'%s','_rev':'<rev>','shard_suffix':'<array>','changelog':[['add','%s','%s']],'by_node':{'%s':['%s']},'by_range':{'%s':['%s']},'props':{}}"
                .formatted(s.name(), RANGE, node, node, RANGE, RANGE, node));
  }

  @Case(value = "by_node and by_range say the same", nodes = 3)
  void consistent(Scene s) {
    s.database("q=4&n=2");
    Shards shards = Shards.of(s);
    shards
        .document()
        .path("by_node")
        .properties()
        .forEach(
            entry ->
                entry
                    .getValue()
                    .forEach(
                        range ->
                            assertThat(shards.nodes(range.asString(""))).contains(entry.getKey())));
    assertThat(shards.document().path("changelog")).hasSize(8);
  }

  @Case(value = "_dbs/{db} is the same on every node", nodes = 3)
  void everyNode(Scene s) {
    s.database();
    for (int i = 1; i < 3; i++) {
      Scene node = s.node(i);
      Scene.until(200, () -> node.get("/_node/_local/_dbs/{db}"));
      assertThat(Shards.of(node).document()).isEqualTo(Shards.of(s).document());
    }
  }

  @Case("A deleted database's map is a deleted document")
  void deleted(Scene s) {
    s.database();
    s.delete("/{db}").status(200);
    s.get("/_node/_local/_dbs/{db}").fails(404, "not_found", "deleted");
  }

  @Case("_dbs is a database of the node: info, _all_docs, _changes")
  void database(Scene s) {
    s.database();
    s.get("/_node/_local/_dbs")
        .has("{'db_name':'_dbs','doc_count':'<int>','update_seq':'<int>','<more>':0}");
    assertThat(s.get("/_node/_local/_dbs/_all_docs").json().path("rows"))
        .anyMatch(row -> row.path("id").asString("").equals(s.name()));
    assertThat(s.get("/_node/_local/_dbs/_changes").json().path("results"))
        .anyMatch(row -> row.path("id").asString("").equals(s.name()));
  }

  @Case("_nodes has a document for each member")
  void nodes(Scene s) {
    s.get("/_node/_local/_nodes/" + Shards.name(s))
        .has("{'_id':'" + Shards.name(s) + "','_rev':'<rev>','<more>':0}");
    assertThat(s.get("/_node/_local/_nodes/_all_docs").json().path("rows"))
        .hasSize(s.get("/_membership").json().path("cluster_nodes").size());
  }

  @Case("_dbs and _nodes are no databases of the cluster")
  void notClustered(Scene s) {
    assertThat(s.get("/_all_dbs").json())
        .noneMatch(name -> name.asString("").equals("_dbs") || name.asString("").equals("_nodes"));
  }

  @Case("A stale rev of the map conflicts")
  void stale(Scene s) {
    s.database();
    ObjectNode map = (ObjectNode) Shards.of(s).document();
    map.put("_rev", "1-00000000000000000000000000000000");
    put(s, map).fails(409, "conflict");
  }

  @Case(value = "A copy added to the map is seen by every node, after a while", nodes = 2)
  void propagates(Scene s) {
    s.database();
    addCopy(s, spare(s)).status(201);
    everywhere(s, 2);
    s.get("/{db}").has("{'cluster':{'q':1,'n':2,'<more>':0},'<more>':0}");
  }

  @Case(
      value = "A copy that was added is filled by _sync_shards, once every node knows of it",
      nodes = 2)
  void fills(Scene s) {
    s.database();
    for (int i = 0; i < 20; i++) {
      s.write("/{db}/" + i, "{}");
    }
    String target = spare(s);
    addCopy(s, target).status(201);
    everywhere(s, 2);
    s.post("/{db}/_sync_shards", "").status(202);
    String copy = Shards.of(s).path(target, RANGE);
    Scene.until(
        "20 documents in the copy", () -> s.get(copy).json().path("doc_count").asInt(0) == 20);
  }

  @Case(
      value = "A copy filled by hand before it enters the map loses nothing when the source leaves",
      nodes = 2)
  void moves(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{'n':1}");
    Shards shards = Shards.of(s);
    String source = shards.nodes(RANGE).get(0);
    String target = spare(s);
    s.ask("PUT", shards.path(target, RANGE)).send().status(201);
    s.post(
            shards.path(target, RANGE) + "/_bulk_docs",
            "{'new_edits':false,'docs':[{'_id':'a','_rev':'" + rev + "','n':1}]}")
        .status(201);
    addCopy(s, target).status(201);
    everywhere(s, 2);
    removeCopy(s, source).status(201);
    everywhere(s, 1);
    s.get("/{db}/a").is(200, "{'_id':'a','_rev':'" + rev + "','n':1}");
    s.later(() -> s.delete(shards.path(source, RANGE)));
  }

  @Case(value = "A since from before a move is understood after it", nodes = 2)
  void sinceAfterMove(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    String since = s.get("/{db}/_changes").json().path("last_seq").asString("");
    String target = spare(s);
    addCopy(s, target).status(201);
    everywhere(s, 2);
    s.post("/{db}/_sync_shards", "").status(202);
    String copy = Shards.of(s).path(target, RANGE);
    Scene.until(
        "the document in the copy", () -> s.get(copy).json().path("doc_count").asInt(0) == 1);
    s.get("/{db}/_changes?since=" + since).has("{'results':[],'<more>':0}");
  }
}
