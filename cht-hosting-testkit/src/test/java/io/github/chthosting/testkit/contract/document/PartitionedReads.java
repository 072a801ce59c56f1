package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "Partitioned databases: ids without a partition",
    pouch = "is not asked: it has no partitions")
final class PartitionedReads {
  private static final String REASON = "Doc id must be of form partition:id";

  private static void partitioned(Scene s) {
    s.database("partitioned=true&q=2&n=1");
    s.write("/{db}/p:a", "{}");
    s.write("/{db}/q:a", "{}");
  }

  @Case("Reading, deleting and placing them is refused")
  void refused(Scene s) {
    partitioned(s);
    s.get("/{db}/plain").fails(400, "illegal_docid", REASON);
    s.delete("/{db}/plain?rev=1-a").fails(400, "illegal_docid", REASON);
    s.get("/{db}/_shards/plain").fails(400, "illegal_docid", REASON);
    s.get("/{db}/_all_docs?keys=['plain','p:a']").fails(400, "illegal_docid", REASON);
    s.get("/{db}/p:").fails(404, "not_found", "missing");
    s.get("/{db}/_local/l").fails(404, "not_found", "missing");
  }

  @Case("Comparing and purging them is refused")
  void byRevisions(Scene s) {
    partitioned(s);
    for (String call : new String[] {"_revs_diff", "_missing_revs", "_purge"}) {
      s.post("/{db}/" + call, "{'plain':['1-a']}").fails(400, "illegal_docid", REASON);
    }
    s.post("/{db}/_bulk_get", "{'docs':[{'id':'plain'}]}")
        .is(
            200,
            "{'results':[{'id':'plain','docs':[{'error':{'rev':null,'reason':'"
                + REASON
                + "','id':'plain','error':'illegal_docid'}}]}]}");
  }

  @Case("A partition gives no row of another one")
  void bounds(Scene s) {
    partitioned(s);
    s.get("/{db}/_partition/p/_all_docs?key='q:a'").has("{'rows':[],'<more>':0}");
    s.get("/{db}/_partition/p/_all_docs?startkey='q:'").has("{'rows':[],'<more>':0}");
    s.get("/{db}/_partition/p/_all_docs?endkey='q:z'")
        .has("{'rows':[{'id':'p:a','<more>':0}],'<more>':0}");
  }

  @Case("A view of partitions is asked for one")
  void views(Scene s) {
    partitioned(s);
    s.put("/{db}/_design/contract", "{'views':{'by_key':{'map':'function(d){emit(d.key,1)}'}}}")
        .status(201);
    s.get("/{db}/_design/contract/_view/by_key")
        .fails(
            400,
            "query_parse_error",
            "`partition` parameter is mandatory for queries to this view.");
  }
}
