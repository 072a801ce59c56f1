package io.github.chthosting.testkit.contract.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Node-local shard paths: /_node/{node}/shards%2F...")
final class NodeLocalShards {
  private static final String RANGE = "00000000-ffffffff";

  private static String shard(Scene s) {
    s.database();
    return Shards.of(s).path(RANGE);
  }

  @Case("GET describes the shard's file: counts and plain sequences")
  void info(Scene s) {
    String shard = shard(s);
    s.write("/{db}/a", "{}");
    s.get(shard)
        .is(
            200,
            """
            {'db_name':'shards/%s/%s','engine':'<string>','doc_count':1,'doc_del_count':0,'update_seq':1,'purge_seq':0,'compact_running':false,
             'sizes':{'active':'<int>','external':'<int>','file':'<int>'},'instance_start_time':'<string>','disk_format_version':'<int>',
             'committed_update_seq':'<int>','compacted_seq':'<int>','props':{},'uuid':'<id>'}"""
                .formatted(RANGE, s.name() + Shards.of(s).suffix()));
  }

  @Case(value = "Any node reaches the shards of any other", nodes = 3)
  void anyToAny(Scene s) {
    String shard = shard(s);
    s.write("/{db}/a", "{}");
    for (int i = 0; i < 3; i++) {
      s.node(i).get(shard + "/a").has("{'_id':'a','<more>':0}");
    }
  }

  @Case(value = "A node without the shard answers 404", nodes = 2)
  void notHere(Scene s) {
    shard(s);
    s.get(Shards.of(s).path(MapDocuments.spare(s), RANGE)).fails(404, "not_found", "no_db_file");
  }

  @Case("A document is read and written as in a database")
  void document(Scene s) {
    String shard = shard(s);
    s.put(shard + "/a", "{'n':1}").is(201, "{'ok':true,'id':'a','rev':'<rev>'}");
    s.get("/{db}/a").has("{'n':1,'<more>':0}");
  }

  @Case("_all_docs lists the shard's rows")
  void allDocs(Scene s) {
    String shard = shard(s);
    s.write("/{db}/a", "{}");
    s.get(shard + "/_all_docs")
        .is(
            200,
            "{'total_rows':1,'offset':0,'rows':[{'id':'a','key':'a','value':{'rev':'<rev>'}}]}");
  }

  @Case("_changes has numbers for sequences")
  void changes(Scene s) {
    String shard = shard(s);
    s.write("/{db}/a", "{}");
    s.write("/{db}/b", "{}");
    s.get(shard + "/_changes")
        .is(
            200,
            "{'results':[{'seq':1,'id':'a','changes':[{'rev':'<rev>'}]},{'seq':2,'id':'b','changes':[{'rev':'<rev>'}]}],'last_seq':2}");
    s.get(shard + "/_changes?since=1")
        .has("{'results':[{'seq':2,'id':'b','changes':[{'rev':'<rev>'}]}],'<more>':0}");
  }

  @Case("_changes takes include_docs, style=all_docs and limit")
  void changesWithDocs(Scene s) {
    String shard = shard(s);
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':2}", 1, "bbbb");
    s.get(shard + "/_changes?style=all_docs&include_docs=true&limit=1")
        .has(
            "{'results':[{'seq':2,'id':'a','changes':[{'rev':'1-bbbb'},{'rev':'1-aaaa'}],'doc':{'_id':'a','_rev':'1-bbbb','n':2}}],'<more>':0}");
  }

  @Case("_revs_diff tells what is missing")
  void revsDiff(Scene s) {
    String shard = shard(s);
    s.graft("a", "{}", 1, "aaaa");
    s.post(shard + "/_revs_diff", "{'a':['1-aaaa','1-bbbb']}")
        .is(200, "{'a':{'missing':['1-bbbb']}}");
  }

  @Case("_bulk_docs with new_edits false stores what it is given")
  void bulkDocs(Scene s) {
    String shard = shard(s);
    s.post(shard + "/_bulk_docs", "{'new_edits':false,'docs':[{'_id':'a','_rev':'1-aaaa','n':1}]}")
        .is(201, "[]");
    s.get("/{db}/a").is(200, "{'_id':'a','_rev':'1-aaaa','n':1}");
  }

  @Case("open_revs gives the revisions of a document, with history")
  void openRevs(Scene s) {
    String shard = shard(s);
    s.graft("a", "{'n':1}", 2, "bbbb", "aaaa");
    s.ask("GET", shard + "/a?open_revs=all&revs=true")
        .header("Accept", "application/json")
        .send()
        .is(
            200,
            "[{'ok':{'_id':'a','_rev':'2-bbbb','n':1,'_revisions':{'start':2,'ids':['bbbb','aaaa']}}}]");
  }

  @Case("Attachments are read, and written within documents")
  void attachment(Scene s) {
    String shard = shard(s);
    s.put(shard + "/a", "{'_attachments':{'f':{'content_type':'image/png','data':'aGVsbG8='}}}")
        .status(201);
    s.get(shard + "/a/f").status(200).text("hello");
    s.get("/{db}/a/f").text("hello");
  }

  @Case("_local documents of the shard are read")
  void local(Scene s) {
    String shard = shard(s);
    s.put(shard + "/_local/a", "{'n':1}").status(201);
    s.get(shard + "/_local/a").has("{'n':1,'<more>':0}");
  }

  @Case("_bulk_get does not work there")
  void bulkGet(Scene s) {
    String shard = shard(s);
    s.write("/{db}/a", "{}");
    s.post(shard + "/_bulk_get", "{'docs':[{'id':'a'}]}")
        .fails(400, "bad_request", "Referer header required.");
  }

  @Case("_node/{node}/_replicate does not know shards by name")
  void replicate(Scene s) {
    shard(s);
    s.post("/_node/_local/_replicate", "{'source':'x','target':'y'}")
        .fails(500, "error", "local_endpoints_not_supported");
  }

  @Case("PUT creates a shard's file on the node that is named")
  void create(Scene s) {
    String path = "/_node/_local/shards%2F" + RANGE + "%2F{db}.1234567890";
    s.later(() -> s.delete(path));
    s.ask("PUT", path).send().is(201, "{'ok':true}");
    s.get(path)
        .has(
            "{'db_name':'shards/"
                + RANGE
                + "/"
                + s.name()
                + ".1234567890','doc_count':0,'<more>':0}");
    s.get("/{db}").status(404);
  }

  @Case("PUT of a shard that is there answers 412")
  void createTwice(Scene s) {
    s.ask("PUT", shard(s)).send().fails(412, "file_exists");
  }

  @Case("DELETE removes a shard's file")
  void delete(Scene s) {
    String path = "/_node/_local/shards%2F" + RANGE + "%2F{db}.1234567890";
    s.ask("PUT", path).send().status(201);
    s.delete(path).is(200, "{'ok':true}");
    s.get(path).fails(404, "not_found", "no_db_file");
  }

  @Case(value = "Each copy counts for itself, and comes to the same", nodes = 3)
  void copies(Scene s) {
    s.database("q=1&n=3");
    s.write("/{db}/a", "{}");
    s.write("/{db}/b", "{}");
    Shards shards = Shards.of(s);
    for (String node : shards.nodes(RANGE)) {
      Scene.until(
          "two documents on " + node,
          () -> s.get(shards.path(node, RANGE)).json().path("doc_count").asInt(0) == 2);
    }
  }

  @Case("The counts of all shards add up to the database's")
  void sums(Scene s) {
    s.database("q=4&n=1");
    for (int i = 0; i < 12; i++) {
      s.write("/{db}/" + i, "{}");
    }
    Shards shards = Shards.of(s);
    assertThat(
            shards.ranges().stream()
                .mapToInt(range -> s.get(shards.path(range)).json().path("doc_count").asInt(0))
                .sum())
        .isEqualTo(12);
    s.get("/{db}").has("{'doc_count':12,'<more>':0}");
  }
}
