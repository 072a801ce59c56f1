package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "Fewer copies than w asks for, and purges of several documents",
    pouch = "is not asked: it has one copy of all")
final class WriteQuorums {
  @Case("_bulk_docs with a w that cannot be answers 202, and says so in each row")
  void bulk(Scene s) {
    s.database();
    String row = "[{'ok':true,'id':'%s','rev':'<rev>','accepted':true}]";
    s.post("/{db}/_bulk_docs", "{'w':2,'docs':[{'_id':'a'}]}").is(202, row.formatted("a"));
    s.post("/{db}/_bulk_docs?w=2", "{'docs':[{'_id':'b'}]}").is(202, row.formatted("b"));
    s.post("/{db}/_bulk_docs", "{'w':'2','docs':[{'_id':'c'}]}")
        .is(201, "[{'ok':true,'id':'c','rev':'<rev>'}]");
    s.post("/{db}/_bulk_docs", "{'w':2,'new_edits':false,'docs':[{'_id':'d','_rev':'1-a'}]}")
        .is(201, "[]");
  }

  @Case("_purge with a w that cannot be answers 202")
  void purge(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.post("/{db}/_purge?w=3", "{'a':['" + rev + "']}")
        .is(202, "{'purge_seq':null,'purged':{'a':['" + rev + "']}}");
  }

  @Case("A purge of several documents counts once in update_seq")
  void purgeOfSeveral(Scene s) {
    s.database();
    String a = s.write("/{db}/a", "{}");
    String b = s.write("/{db}/b", "{}");
    s.write("/{db}/c", "{}");
    s.post("/{db}/_purge", "{'a':['" + a + "'],'b':['" + b + "']}").status(201);
    s.write("/{db}/d", "{}");
    s.get("/{db}/d?local_seq=true").has("{'_local_seq':5,'<more>':0}");
    s.post("/{db}/_purge", "{'x':['1-a'],'y':['1-b']}").status(201);
    s.write("/{db}/e", "{}");
    s.get("/{db}/e?local_seq=true").has("{'_local_seq':7,'<more>':0}");
  }
}
