package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "_replicate: options, figures and refusals",
    pouch = "is not asked: it replicates by other rules")
final class ReplicationRuns {
  private static String wish(Scene s, String more) {
    String base = s.address().toString().replace("://", "://admin:password@");
    return "{'source':'%s/%s','target':'%s/%s-t'%s}"
        .formatted(base, s.name(), base, s.name(), more);
  }

  private static void twoDocuments(Scene s) {
    s.database();
    s.later(() -> s.delete("/{db}-t"));
    s.write("/{db}/a", "{}");
    s.write("/{db}/b", "{}");
    s.post("/_replicate", wish(s, ",'create_target':true,'create_target_params':{'q':1,'n':1}"))
        .status(200);
  }

  @Case("create_target_params are those of the target's creation")
  void targetParameters(Scene s) {
    twoDocuments(s);
    s.get("/{db}-t").has("{'doc_count':2,'cluster':{'q':1,'n':1,'<more>':0},'<more>':0}");
  }

  @Case("A second run counts on from its checkpoint")
  void countsOn(Scene s) {
    twoDocuments(s);
    s.write("/{db}/c", "{}");
    s.post("/_replicate", wish(s, ""))
        .has(
            "{'history':[{'docs_read':3,'docs_written':3,'<more>':0},"
                + "{'docs_read':2,'docs_written':2,'<more>':0}],'<more>':0}");
  }

  @Case("With doc_ids the figures stand at the top too")
  void docIds(Scene s) {
    twoDocuments(s);
    s.post("/_replicate", wish(s, ",'doc_ids':['a']"))
        .has(
            "{'ok':true,'session_id':'<id>','source_last_seq':'<seq>','replication_id_version':4,"
                + "'start_time':'<string>','end_time':'<string>','docs_read':0,"
                + "'docs_written':0,'doc_write_failures':0,'history':'<array>'}");
  }

  @Case("winning_revs_only is another replication")
  void winners(Scene s) {
    twoDocuments(s);
    s.post("/_replicate", wish(s, "")).has("{'no_changes':true,'<more>':0}");
    s.post("/_replicate", wish(s, ",'winning_revs_only':true"))
        .is(
            200,
            "{'ok':true,'session_id':'<id>','source_last_seq':'<seq>','replication_id_version':4,'history':'<array>'}");
  }

  @Case("A wrong password is an error of authentication")
  void wrongPassword(Scene s) {
    twoDocuments(s);
    String wrong = wish(s, "").replaceFirst("admin:password", "admin:wrong");
    s.post("/_replicate", wrong).fails(500, "replication_auth_error");
  }

  @Case("A worker_batch_size that is no number fails")
  void batchSize(Scene s) {
    twoDocuments(s);
    s.post("/_replicate", wish(s, ",'worker_batch_size':'x'"))
        .fails(500, "unknown_error", "badarg");
  }

  @Case("Nothing that runs cannot be cancelled: 404")
  void cancelNothing(Scene s) {
    twoDocuments(s);
    s.post("/_replicate", "{'replication_id':'abc','cancel':true}").fails(404, "not_found");
    s.post("/_replicate", wish(s, ",'cancel':true")).fails(404, "not_found");
  }
}
