package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;
import java.util.List;

@Subject(
    value = "_local documents: revisions, copies and batches",
    pouch = "is not asked: it has no revisions of _local documents")
final class LocalRevisions {
  @Case("DELETE with a rev that is none is refused, and with any other deletes")
  void deleteByRev(Scene s) {
    s.database();
    s.write("/{db}/_local/a", "{'x':1}");
    s.delete("/{db}/_local/a?rev=bogus").fails(400, "bad_request", "Invalid rev format");
    s.get("/{db}/_local/a").is(200, "{'_id':'_local/a','_rev':'0-1','x':1}");
    s.delete("/{db}/_local/a?rev=7-abc").is(200, "{'ok':true,'id':'_local/a','rev':'0-0'}");
    s.get("/{db}/_local/a").fails(404, "not_found", "missing");
  }

  @Case("GET with a rev, or open_revs, finds none")
  void readByRev(Scene s) {
    s.database();
    s.write("/{db}/_local/a", "{'x':1}");
    s.get("/{db}/_local/a?rev=0-1").fails(404, "not_found", "missing");
    s.get("/{db}/_local/a?rev=bogus").fails(400, "bad_request", "Invalid rev format");
    s.get("/{db}/_local/a?open_revs=all").fails(404, "not_found", "missing");
    s.ask("GET", "/{db}/_local/a?open_revs=['0-1']")
        .header("Accept", "application/json")
        .send()
        .is(200, "[{'missing':'0-1'}]");
  }

  @Case("COPY of a rev finds none, and GET with latest takes no notice of it")
  void copyByRev(Scene s) {
    s.database();
    s.write("/{db}/_local/a", "{'x':1}");
    for (String rev : List.of("0-1", "1-abc")) {
      s.ask("COPY", "/{db}/_local/a?rev=" + rev)
          .header("Destination", "b")
          .send()
          .fails(404, "not_found", "missing");
      s.get("/{db}/_local/a?latest=true&rev=" + rev)
          .is(200, "{'_id':'_local/a','_rev':'0-1','x':1}");
    }
    s.get("/{db}/b").status(404);
  }

  @Case("A rev of a generation other than 0 fails the write")
  void generation(Scene s) {
    s.database();
    s.put("/{db}/_local/a?rev=1-abc", "{}").fails(500, "error", "Invalid rev format");
    s.put("/{db}/_local/a", "{'_rev':'1-abc'}").fails(500, "error", "Invalid rev format");
    s.post("/{db}/_bulk_docs", "{'docs':[{'_id':'_local/a','_rev':'1-abc'},{'_id':'b'}]}")
        .is(
            201,
            "[{'id':'_local/a','error':'error','reason':'Invalid rev format'},"
                + "{'ok':true,'id':'b','rev':'<rev>'}]");
    s.get("/{db}/_local/a").status(404);
  }

  @Case("new_edits=false tells the rev back as it came, and keeps the next one")
  void replicated(Scene s) {
    s.database();
    s.put("/{db}/_local/a?new_edits=false", "{'x':1}").fails(400, "bad_request");
    s.put("/{db}/_local/a?new_edits=false", "{'_rev':'1-a','x':1}")
        .is(201, "{'ok':true,'id':'_local/a','rev':'1-a'}");
    s.get("/{db}/_local/a").status(404);
    s.put("/{db}/_local/a?new_edits=false", "{'_rev':'0-5','x':1}")
        .is(201, "{'ok':true,'id':'_local/a','rev':'0-5'}");
    s.get("/{db}/_local/a").has("{'_id':'_local/a','_rev':'0-6','x':1}");
    s.post("/{db}/_bulk_docs", "{'new_edits':false,'docs':[{'_id':'_local/b','_rev':'1-a'}]}")
        .is(201, "[]");
  }

  @Case("COPY makes documents of them, and them of documents")
  void copied(Scene s) {
    s.database();
    s.write("/{db}/_local/a", "{'x':1}");
    s.ask("COPY", "/{db}/_local/a").header("Destination", "b").send().status(201);
    s.get("/{db}/b").is(200, "{'_id':'b','_rev':'<rev>','x':1}");
    s.ask("COPY", "/{db}/b")
        .header("Destination", "_local/c?rev=0-1")
        .send()
        .is(201, "{'ok':true,'id':'_local/c','rev':'0-2'}");
    s.ask("COPY", "/{db}/_local/none").header("Destination", "d").send().status(404);
  }

  @Case("batch=ok answers 202 without a rev")
  void batch(Scene s) {
    s.database();
    s.put("/{db}/_local/a?batch=ok", "{'x':1}").is(202, "{'ok':true,'id':'_local/a'}");
    s.post("/{db}?batch=ok", "{'_id':'_local/b'}").is(202, "{'ok':true,'id':'_local/b'}");
    Scene.until(200, () -> s.get("/{db}/_local/a"));
    Scene.until(200, () -> s.get("/{db}/_local/b"));
  }
}
