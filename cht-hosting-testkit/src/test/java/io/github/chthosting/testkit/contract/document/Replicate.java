package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "_replicate and _scheduler",
    pouch = "is not asked: it has no scheduler, and words what it did otherwise")
final class Replicate {
  private static String wish(Scene s, String more) {
    return "{'source':'" + s.name() + "','target':'" + s.name() + "-to'" + more + "}";
  }

  private static Scene target(Scene s) {
    s.database();
    s.createDatabase("{db}-to", "q=1&n=1");
    return s;
  }

  @Case("Once, it answers with its history, and all leaves are there with their attachments")
  void once(Scene s) {
    target(s).write("/{db}/a", "{'_attachments':{'f':{'data':'aGk='}}}");
    s.graft("b", "{}", 2, "c", "a").status(201);
    s.graft("b", "{}", 2, "d", "a").status(201);
    s.post("/_replicate", wish(s, ""))
        .is(
            200,
            "{'ok':true,'session_id':'<id>','source_last_seq':'<seq>','replication_id_version':4,"
                + "'history':[{'session_id':'<id>','start_time':'<string>','end_time':'<string>',"
                + "'start_last_seq':0,'end_last_seq':'<seq>','recorded_seq':'<seq>',"
                + "'missing_checked':3,'missing_found':3,'docs_read':3,'docs_written':3,"
                + "'doc_write_failures':0,'<more>':0}]}");
    s.get("/{db}-to/b?conflicts=true").has("{'_rev':'2-d','_conflicts':['2-c'],'<more>':0}");
    s.get("/{db}-to/a/f").status(200).text("hi");
  }

  @Case("Again, there are no changes, and the history is the one before")
  void again(Scene s) {
    target(s).write("/{db}/a", "{}");
    Answer first = s.post("/_replicate", wish(s, "")).status(200);
    Answer second = s.post("/_replicate", wish(s, "")).has("{'no_changes':true,'<more>':0}");
    assertThat(second.json().path("history")).isEqualTo(first.json().path("history"));
  }

  @Case("Both databases keep the checkpoint, under one id")
  void checkpoint(Scene s) {
    target(s).write("/{db}/a", "{}");
    s.post("/_replicate", wish(s, "")).status(200);
    String shape =
        "{'rows':[{'id':'<string>','key':'<string>','value':{'rev':'0-1'},'doc':"
            + "{'replication_id_version':4,'session_id':'<id>','source_last_seq':'<seq>',"
            + "'history':['<object>'],'<more>':0}}],'<more>':0}";
    Answer source = s.get("/{db}/_local_docs?include_docs=true").has(shape);
    Answer target = s.get("/{db}-to/_local_docs?include_docs=true").has(shape);
    assertThat(source.json().at("/rows/0/id")).isEqualTo(target.json().at("/rows/0/id"));
  }

  @Case("Only what doc_ids name is replicated")
  void chosen(Scene s) {
    target(s).write("/{db}/a", "{}");
    s.write("/{db}/b", "{}");
    s.post("/_replicate", wish(s, ",'doc_ids':['b']")).status(200);
    s.get("/{db}-to/a").status(404);
    s.get("/{db}-to/b").status(200);
  }

  @Case("A target that is not there is created if it is asked for, else it is refused")
  void missingTarget(Scene s) {
    s.database();
    s.later(() -> s.delete("/{db}-to"));
    s.write("/{db}/a", "{}");
    s.post("/_replicate", wish(s, "")).fails(500, "db_not_found");
    s.post("/_replicate", wish(s, ",'create_target':true")).status(200);
    s.get("/{db}-to/a").status(200);
  }

  @Case("A continuous one goes on until it is cancelled, once")
  void continuous(Scene s) {
    target(s).write("/{db}/a", "{}");
    Answer made = s.post("/_replicate", wish(s, ",'continuous':true"));
    made.is(202, "{'ok':true,'_local_id':'<string>'}");
    String id = made.json().path("_local_id").asString("");
    assertThat(id).matches("[0-9a-f]{32}\\+continuous");
    Scene.until(200, () -> s.get("/{db}-to/a"));
    s.get("/_scheduler/jobs/" + id.replace("+", "%2B"))
        .is(
            200,
            "{'id':'"
                + id
                + "','database':null,'doc_id':null,'history':'<array>',"
                + "'node':'<string>','start_time':'<string>','<more>':0}");
    String cancel = wish(s, ",'continuous':true,'cancel':true");
    s.post("/_replicate", cancel).is(200, "{'ok':true,'_local_id':'" + id + "'}");
    s.post("/_replicate", cancel).fails(404, "not_found", "missing");
  }

  @Case("Without source and target there is nothing to do")
  void nothing(Scene s) {
    s.post("/_replicate", "{}").fails(500, "error", "Missing replicator database");
  }

  @Case(value = "_scheduler has jobs and docs, and nothing else", since = "3.4")
  void scheduler(Scene s) {
    s.get("/_scheduler/x").is(404, "{'error':'not found'}");
    s.get("/_scheduler/docs/x").fails(400, "bad_request", "Invalid path");
    s.get("/_scheduler/jobs/x").fails(404, "not_found");
    s.delete("/_scheduler/jobs").fails(405, "method_not_allowed", "Only GET,HEAD allowed");
  }
}
