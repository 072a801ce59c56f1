package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Documents: create, read, update, delete")
final class Documents {
  private static final String EMPTY = "1-967a00dff5e02add41819138abb3284d";

  @Case(
      value = "PUT of a new document answers 201 with its rev, as ETag too, and its Location",
      pouch = "computes revs by another rule")
  void create(Scene s) {
    s.database();
    s.put("/{db}/a", "{}")
        .is(201, "{'ok':true,'id':'a','rev':'" + EMPTY + "'}")
        .header("ETag", "\"" + EMPTY + "\"")
        .headerLike("Location", "http://.*/" + s.name() + "/a");
  }

  @Case(
      value = "GET gives the document with _id and _rev, and the rev as ETag",
      pouch = "makes the ETag of the body")
  void read(Scene s) {
    s.database();
    s.write("/{db}/a", "{'n':1,'t':'x'}");
    Answer answer = s.get("/{db}/a").is(200, "{'_id':'a','_rev':'<rev>','n':1,'t':'x'}");
    answer.header("ETag", "\"" + answer.rev() + "\"").header("Cache-Control", "must-revalidate");
  }

  @Case("HEAD gives the headers of GET, its length too, without the body")
  void head(Scene s) {
    s.database();
    s.write("/{db}/a", "{'n':1}");
    Answer get = s.get("/{db}/a");
    s.head("/{db}/a")
        .status(200)
        .text("")
        .header("ETag", get.header("ETag"))
        .header("Content-Length", get.header("Content-Length"));
  }

  @Case("HEAD of a missing document answers 404")
  void headMissing(Scene s) {
    s.database();
    s.head("/{db}/a").status(404);
  }

  @Case("GET of a missing document answers 404 missing")
  void missing(Scene s) {
    s.database();
    s.get("/{db}/a").fails(404, "not_found", "missing");
  }

  @Case(value = "GET of a deleted document answers 404 deleted", pouch = "says: missing")
  void deleted(Scene s) {
    s.database();
    s.delete("/{db}/a?rev=" + s.write("/{db}/a", "{}"));
    s.get("/{db}/a").fails(404, "not_found", "deleted");
  }

  @Case(
      value = "If-None-Match with the current rev answers 304 without a body",
      pouch = "answers 200, not 304")
  void notModified(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.ask("GET", "/{db}/a").header("If-None-Match", "\"" + rev + "\"").send().status(304).text("");
  }

  @Case("If-None-Match with another rev gives the document")
  void modified(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.write("/{db}/a?rev=" + rev, "{'n':2}");
    s.ask("GET", "/{db}/a").header("If-None-Match", "\"" + rev + "\"").send().status(200);
  }

  @Case(
      value = "POST to the database makes an id of 32 hex digits",
      pouch = "makes ids with dashes")
  void postWithoutId(Scene s) {
    s.database();
    Answer made = s.post("/{db}", "{'n':1}").is(201, "{'ok':true,'id':'<id>','rev':'<rev>'}");
    s.get("/{db}/" + made.json().path("id").asString("")).has("{'n':1,'<more>':0}");
    made.headerLike("Location", ".*/" + made.json().path("id").asString(""));
  }

  @Case("POST to the database keeps the _id of the body")
  void postWithId(Scene s) {
    s.database();
    s.post("/{db}", "{'_id':'a','n':1}").is(201, "{'ok':true,'id':'a','rev':'<rev>'}");
    s.post("/{db}", "{'_id':'a','n':1}").fails(409, "conflict");
  }

  @Case("PUT with the current rev in the body updates")
  void updateByBody(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.put("/{db}/a", "{'_rev':'" + rev + "','n':2}").is(201, "{'ok':true,'id':'a','rev':'<rev>'}");
    s.get("/{db}/a").has("{'n':2,'<more>':0}");
  }

  @Case("PUT with the current rev as a parameter updates")
  void updateByParameter(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    assertThat(s.put("/{db}/a?rev=" + rev, "{'n':2}").status(201).rev()).startsWith("2-");
  }

  @Case(
      value = "PUT with the current rev in If-Match updates, quoted or not",
      pouch = "answers 409, not 201")
  void updateByHeader(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    rev =
        s.ask("PUT", "/{db}/a")
            .header("If-Match", "\"" + rev + "\"")
            .json("{'n':2}")
            .send()
            .status(201)
            .rev();
    s.ask("PUT", "/{db}/a").header("If-Match", rev).json("{'n':3}").send().status(201);
  }

  @Case(
      value = "PUT with different revs in body and parameter is a bad request",
      pouch = "answers 409, not 400")
  void revsThatDisagree(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.put("/{db}/a?rev=" + rev, "{'_rev':'1-aaaa','n':2}")
        .fails(
            400,
            "bad_request",
            "Document rev from request body and query string have different values");
  }

  @Case(
      value = "PUT of an existing document without a rev answers 409 conflict",
      pouch = "says: Document update conflict")
  void updateWithoutRev(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.put("/{db}/a", "{'n':2}").fails(409, "conflict", "Document update conflict.");
  }

  @Case("PUT with a stale rev answers 409 conflict and changes nothing")
  void updateWithStaleRev(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.write("/{db}/a?rev=" + rev, "{'n':2}");
    s.put("/{db}/a?rev=" + rev, "{'n':3}").fails(409, "conflict");
    s.get("/{db}/a").has("{'n':2,'<more>':0}");
  }

  @Case("PUT of a new document with a rev answers 409 conflict")
  void createWithRev(Scene s) {
    s.database();
    s.put("/{db}/a?rev=" + EMPTY, "{}").fails(409, "conflict");
  }

  @Case("The same PUT twice conflicts: equal content is no excuse")
  void samePutTwice(Scene s) {
    s.database();
    s.write("/{db}/a", "{'n':1}");
    s.put("/{db}/a", "{'n':1}").fails(409, "conflict");
  }

  @Case(
      value = "DELETE answers 200 with the rev of the tombstone",
      pouch = "computes revs by another rule")
  void delete(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.delete("/{db}/a?rev=" + rev)
        .is(200, "{'ok':true,'id':'a','rev':'2-eec205a9d413992850a6e32678485900'}");
  }

  @Case(value = "DELETE with the rev in If-Match deletes", pouch = "makes the ETag of the body")
  void deleteByHeader(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.ask("DELETE", "/{db}/a")
        .header("If-Match", rev)
        .send()
        .status(200)
        .header("ETag", "\"2-eec205a9d413992850a6e32678485900\"");
  }

  @Case(value = "DELETE without a rev answers 409 conflict", pouch = "answers 200, not 409")
  void deleteWithoutRev(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.delete("/{db}/a").fails(409, "conflict");
  }

  @Case("DELETE of a document that never was answers 404 missing")
  void deleteMissing(Scene s) {
    s.database();
    s.delete("/{db}/a").fails(404, "not_found", "missing");
  }

  @Case("DELETE of a deleted document answers 404 deleted")
  void deleteTwice(Scene s) {
    s.database();
    s.delete("/{db}/a?rev=" + s.write("/{db}/a", "{}"));
    s.delete("/{db}/a").fails(404, "not_found");
  }

  @Case(
      value = "PUT with _deleted true answers 200, deletes, and keeps the body of the tombstone",
      pouch = "answers 201, not 200")
  void deleteByPut(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    String tombstone = s.put("/{db}/a?rev=" + rev, "{'_deleted':true,'why':'x'}").status(200).rev();
    s.get("/{db}/a").fails(404, "not_found");
    s.get("/{db}/a?rev=" + tombstone)
        .is(200, "{'_id':'a','_rev':'" + tombstone + "','_deleted':true,'why':'x'}");
  }

  @Case("PUT without a rev over a tombstone creates the document again, on top of the tombstone")
  void recreate(Scene s) {
    s.database();
    s.delete("/{db}/a?rev=" + s.write("/{db}/a", "{}"));
    assertThat(s.write("/{db}/a", "{'n':2}")).startsWith("3-");
    s.get("/{db}/a?revs=true")
        .has("{'_revisions':{'start':3,'ids':['<id>','<id>','<id>']},'<more>':0}");
  }

  @Case(
      value = "PUT with the rev of a tombstone answers 409, unlike a PUT with none",
      pouch = "answers 201, not 409")
  void updateTombstone(Scene s) {
    s.database();
    String tombstone = s.delete("/{db}/a?rev=" + s.write("/{db}/a", "{}")).rev();
    s.put("/{db}/a?rev=" + tombstone, "{'n':2}").fails(409, "conflict");
  }

  @Case(value = "A new document may be born deleted: 200, not 201", pouch = "answers 201, not 200")
  void bornDeleted(Scene s) {
    s.database();
    s.put("/{db}/a", "{'_deleted':true}")
        .is(200, "{'ok':true,'id':'a','rev':'1-de715bf126efc93d225d9e3f8e8eb81a'}");
    s.get("/{db}/a").fails(404, "not_found");
  }

  @Case("PUT and GET in a missing database answer 404")
  void missingDatabase(Scene s) {
    s.put("/{db}/a", "{}").fails(404, "not_found");
    s.get("/{db}/a").fails(404, "not_found");
  }

  @Case(value = "PUT with batch=ok answers 202 without a rev", pouch = "answers 201, not 202")
  void batch(Scene s) {
    s.database();
    s.put("/{db}/a?batch=ok", "{'n':1}").is(202, "{'ok':true,'id':'a'}");
    Scene.until(200, () -> s.get("/{db}/a"));
  }

  @Case("X-Couch-Full-Commit is accepted, true or false")
  void fullCommit(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a").header("X-Couch-Full-Commit", "true").json("{}").send().status(201);
    s.ask("PUT", "/{db}/b").header("X-Couch-Full-Commit", "false").json("{}").send().status(201);
  }

  @Case("PUT of a body in chunks is read like one with a length")
  void chunked(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a")
        .chunked("application/json", "{\"n\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .send()
        .status(201);
    s.get("/{db}/a").has("{'n':1,'<more>':0}");
  }

  @Case("PUT with w=1, and GET with r=1, are accepted")
  void quorums(Scene s) {
    s.database();
    s.put("/{db}/a?w=1", "{}").status(201);
    s.get("/{db}/a?r=1").status(200);
  }
}
