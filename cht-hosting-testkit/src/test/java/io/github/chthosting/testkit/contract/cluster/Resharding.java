package io.github.chthosting.testkit.contract.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;
import tools.jackson.databind.JsonNode;

@Subject("_reshard: splitting shards")
final class Resharding {
  /** Splits the database's one shard, and waits for the job to complete. */
  private static String split(Scene s) {
    Answer made = s.post("/_reshard/jobs", "{'type':'split','db':'" + s.name() + "'}").status(201);
    String job = made.json().path(0).path("id").asString("");
    s.later(() -> s.delete("/_reshard/jobs/" + job));
    Scene.until(
        "job " + job,
        () ->
            s.get("/_reshard/jobs/" + job + "/state")
                .json()
                .path("state")
                .asString("")
                .equals("completed"));
    return job;
  }

  @Case("GET _reshard summarises")
  void summary(Scene s) {
    s.get("/_reshard")
        .is(
            200,
            "{'state':'running','state_reason':null,'completed':'<int>','failed':'<int>','running':'<int>','stopped':'<int>','total':'<int>'}");
  }

  @Case("GET _reshard/state is running")
  void state(Scene s) {
    s.get("/_reshard/state").is(200, "{'state':'running','reason':null}");
  }

  @Case("PUT _reshard/state running answers ok")
  void putState(Scene s) {
    s.put("/_reshard/state", "{'state':'running'}").is(200, "{'ok':true}");
  }

  @Case("PUT _reshard/state with another word is a bad request")
  void putBadState(Scene s) {
    s.put("/_reshard/state", "{'state':'dancing'}").fails(400, "bad_request");
  }

  @Case("GET _reshard/jobs lists")
  void jobs(Scene s) {
    s.get("/_reshard/jobs").is(200, "{'total_rows':'<int>','offset':0,'jobs':'<array>'}");
  }

  @Case("A job is made for each copy of each shard of a database: 201, with id, node and shard")
  void create(Scene s) {
    s.database();
    Answer made = s.post("/_reshard/jobs", "{'type':'split','db':'" + s.name() + "'}");
    made.is(
        201,
        "[{'ok':true,'id':'<string>','node':'<string>','shard':'shards/00000000-ffffffff/"
            + s.name()
            + Shards.of(s).suffix()
            + "'}]");
    String job = made.json().path(0).path("id").asString("");
    s.later(() -> s.delete("/_reshard/jobs/" + job));
    Scene.until(
        "completed",
        () ->
            s.get("/_reshard/jobs/" + job + "/state")
                .json()
                .path("state")
                .asString("")
                .equals("completed"));
  }

  @Case("A split shard is two halves: q doubles")
  void doubles(Scene s) {
    s.database();
    split(s);
    s.get("/{db}/_shards")
        .is(200, "{'shards':{'00000000-7fffffff':'<array>','80000000-ffffffff':'<array>'}}");
    s.get("/{db}").has("{'cluster':{'q':2,'n':1,'<more>':0},'<more>':0}");
  }

  @Case("Every document is there after a split, in the half of its hash")
  void documents(Scene s) {
    s.database();
    for (int i = 0; i < 10; i++) {
      s.write("/{db}/" + i, "{'n':" + i + "}");
    }
    split(s);
    assertThat(s.get("/{db}/_all_docs").json().path("rows")).hasSize(10);
    Shards shards = Shards.of(s);
    for (int i = 0; i < 10; i++) {
      s.get(shards.path(shards.rangeOf("" + i)) + "/" + i).has("{'n':" + i + ",'<more>':0}");
    }
  }

  @Case("A since from before a split is understood after it")
  void since(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    String since = s.get("/{db}").json().path("update_seq").asString("");
    split(s);
    s.write("/{db}/b", "{}");
    s.get("/{db}/_changes?since=" + since).has("{'results':[{'id':'b','<more>':0}],'<more>':0}");
  }

  @Case("A job tells its source, targets and history")
  void job(Scene s) {
    s.database();
    JsonNode job = s.get("/_reshard/jobs/" + split(s)).status(200).json();
    assertThat(job.path("type").asString("")).isEqualTo("split");
    assertThat(job.path("job_state").asString("")).isEqualTo("completed");
    assertThat(job.path("source").asString("")).startsWith("shards/00000000-ffffffff/" + s.name());
    assertThat(job.path("target")).hasSize(2);
    assertThat(job.path("history")).isNotEmpty();
  }

  @Case("DELETE removes a job, the split stays")
  void delete(Scene s) {
    s.database();
    String job = split(s);
    s.delete("/_reshard/jobs/" + job).is(200, "{'ok':true}");
    s.get("/_reshard/jobs/" + job).fails(404, "not_found");
    assertThat(Shards.of(s).ranges()).hasSize(2);
  }

  @Case("A job that is not there answers 404")
  void missingJob(Scene s) {
    s.get("/_reshard/jobs/none").fails(404, "not_found");
  }

  @Case("A job without a type is a bad request")
  void withoutType(Scene s) {
    s.post("/_reshard/jobs", "{}").fails(400, "bad_request");
  }

  @Case("A job of an unknown type is a bad request")
  void unknownType(Scene s) {
    s.post("/_reshard/jobs", "{'type':'merge','db':'x'}").fails(400, "bad_request");
  }

  @Case("A job for a missing database is a bad request")
  void missingDatabase(Scene s) {
    assertThat(s.post("/_reshard/jobs", "{'type':'split','db':'" + s.name() + "'}").status())
        .isIn(400, 404);
  }
}
