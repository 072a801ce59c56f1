package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Databases: create, describe, delete")
final class Databases {
  @Case("PUT /db creates: 201, ok, and a Location")
  void create(Scene s) {
    s.createDatabase("{db}", "q=1&n=1")
        .is(201, "{'ok':true}")
        .headerLike("Location", "http://.*/" + s.name());
  }

  @Case(
      value = "PUT /db a second time answers 412 file_exists",
      pouch = "says: The database could not be created.")
  void createTwice(Scene s) {
    s.database();
    s.ask("PUT", "/{db}")
        .send()
        .fails(412, "file_exists", "The database could not be created, the file already exists.");
  }

  @Case(
      value = "GET /db describes an empty database",
      pouch =
          "has no purge_seq, sizes, props, doc_del_count, disk_format_version, compact_running, cl...")
  void info(Scene s) {
    s.database();
    s.get("/{db}")
        .is(
            200,
            """
            {'instance_start_time':'<string>','db_name':'%s','purge_seq':'<seq>','update_seq':'<seq>',
             'sizes':{'file':'<int>','external':0,'active':0},'props':{},'doc_del_count':0,'doc_count':0,
             'disk_format_version':'<int>','compact_running':false,'cluster':{'q':1,'n':1,'w':1,'r':1}}"""
                .formatted(s.name()));
  }

  @Case(
      value = "doc_count and doc_del_count follow writes and deletions",
      pouch = "has no doc_del_count")
  void counts(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.write("/{db}/b", "{}");
    s.delete("/{db}/a?rev=" + rev).status(200);
    s.get("/{db}").has("{'doc_count':1,'doc_del_count':1,'<more>':0}");
  }

  @Case(value = "Design documents count, local documents do not", pouch = "has no doc_del_count")
  void countsOfSpecialDocuments(Scene s) {
    s.database();
    s.write("/{db}/_design/d", "{}");
    s.write("/{db}/_local/l", "{}");
    s.get("/{db}").has("{'doc_count':1,'doc_del_count':0,'<more>':0}");
  }

  @Case(value = "A document with conflicts counts once", pouch = "has no doc_del_count")
  void countOfConflicts(Scene s) {
    s.database();
    s.graft("a", "{'x':1}", 1, "aaaa");
    s.graft("a", "{'x':2}", 1, "bbbb");
    s.get("/{db}").has("{'doc_count':1,'doc_del_count':0,'<more>':0}");
  }

  @Case("HEAD /db answers 200 without a body")
  void headExisting(Scene s) {
    s.database();
    s.head("/{db}").status(200).text("");
  }

  @Case("HEAD /db of a missing database answers 404")
  void headMissing(Scene s) {
    s.head("/{db}").status(404);
  }

  @Case(value = "GET /db of a missing database answers 404 not_found", pouch = "says: no_db_file")
  void infoMissing(Scene s) {
    s.get("/{db}").fails(404, "not_found", "Database does not exist.");
  }

  @Case("GET /db/ with a slash at the end is the database")
  void trailingSlash(Scene s) {
    s.database();
    s.get("/{db}/").has("{'db_name':'" + s.name() + "','<more>':0}");
  }

  @Case("DELETE /db removes it: 200, then 404")
  void delete(Scene s) {
    s.database();
    s.delete("/{db}").is(200, "{'ok':true}");
    s.get("/{db}").status(404);
  }

  @Case(value = "DELETE /db of a missing database answers 404", pouch = "answers 200, not 404")
  void deleteMissing(Scene s) {
    s.delete("/{db}").fails(404, "not_found", "Database does not exist.");
  }

  @Case(
      value = "DELETE /db?rev= is refused: a document was surely meant",
      pouch =
          "says: You tried to DELETE a database with a ?rev= parameter. Did you mean to DELETE a d...")
  void deleteWithRev(Scene s) {
    s.database();
    s.delete("/{db}?rev=1-967a00dff5e02add41819138abb3284d")
        .fails(
            400,
            "bad_request",
            "You tried to DELETE a database with a ?=rev parameter. Did you mean to DELETE a document instead?");
    s.head("/{db}").status(200);
  }

  @Case(
      value = "A database that was deleted and created again is empty",
      pouch = "has no doc_del_count")
  void recreate(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.delete("/{db}").status(200);
    s.database();
    s.get("/{db}").has("{'doc_count':0,'doc_del_count':0,'<more>':0}");
    s.get("/{db}/a").fails(404, "not_found", "missing");
  }

  @Case("POST /db/_ensure_full_commit answers 201")
  void ensureFullCommit(Scene s) {
    s.database();
    s.post("/{db}/_ensure_full_commit", "").is(201, "{'ok':true,'instance_start_time':'<string>'}");
  }

  @Case("POST /db/_compact answers 202")
  void compact(Scene s) {
    s.database();
    s.post("/{db}/_compact", "").is(202, "{'ok':true}");
  }

  @Case(
      value = "POST /db/_compact without a JSON content type answers 415",
      pouch = "answers 202, not 415")
  void compactWithoutType(Scene s) {
    s.database();
    s.ask("POST", "/{db}/_compact")
        .text("text/plain", "")
        .send()
        .fails(415, "bad_content_type", "Content-Type must be application/json");
  }

  @Case(value = "GET /db/_compact is not allowed", pouch = "answers 404, not 405")
  void compactByGet(Scene s) {
    s.database();
    s.get("/{db}/_compact")
        .fails(405, "method_not_allowed", "Only POST allowed")
        .header("Allow", "POST");
  }

  @Case(value = "POST /db/_view_cleanup answers 202", pouch = "answers 200, not 202")
  void viewCleanup(Scene s) {
    s.database();
    s.post("/{db}/_view_cleanup", "").is(202, "{'ok':true}");
  }

  @Case(
      value = "_revs_limit is 1000 until it is set, and a bare number",
      pouch = "answers 404, not 200")
  void revsLimit(Scene s) {
    s.database();
    s.get("/{db}/_revs_limit").is(200, "1000");
    s.put("/{db}/_revs_limit", "7").is(200, "{'ok':true}");
    s.get("/{db}/_revs_limit").is(200, "7");
  }

  @Case(
      value = "_revs_limit of zero is refused, and changes nothing",
      pouch = "answers 400, not 500")
  void badRevsLimit(Scene s) {
    s.database();
    s.put("/{db}/_revs_limit", "0").status(500);
    s.get("/{db}/_revs_limit").is(200, "1000");
  }

  @Case(value = "_revs_limit cuts the history of later edits", pouch = "answers 400, not 200")
  void revsLimitCuts(Scene s) {
    s.database();
    s.put("/{db}/_revs_limit", "3").status(200);
    String rev = s.write("/{db}/a", "{}");
    for (int i = 0; i < 5; i++) {
      rev = s.write("/{db}/a?rev=" + rev, "{'i':" + i + "}");
    }
    s.get("/{db}/a?revs=true")
        .has("{'_revisions':{'start':6,'ids':['<id>','<id>','<id>']},'<more>':0}");
  }

  @Case("The update_seq grows with writes, and only with writes")
  void updateSeq(Scene s) {
    s.database();
    String before = s.get("/{db}").json().path("update_seq").asString("");
    s.write("/{db}/a", "{}");
    s.get("/{db}/_changes?since=" + before)
        .has("{'results':[{'seq':'<seq>','id':'a','changes':[{'rev':'<rev>'}]}],'<more>':0}");
    String after = s.get("/{db}").json().path("update_seq").asString("");
    s.get("/{db}/_changes?since=" + after).has("{'results':[],'<more>':0}");
  }

  @Case("An unknown underscore path below a database is an error of the request or missing")
  void unknownBelow(Scene s) {
    s.database();
    s.get("/{db}/_nothing_here").fails(404, "not_found", "missing");
  }

  @Case(
      value = "A method that a database does not know is answered with those it knows",
      pouch = "answers 404, not 405")
  void methods(Scene s) {
    s.database();
    s.ask("PATCH", "/{db}")
        .send()
        .fails(405, "method_not_allowed", "Only DELETE,GET,HEAD,POST allowed");
  }

  @Case(
      value = "X-HTTP-Method-Override on a POST stands for the method it names",
      pouch = "answers 400, not 201")
  void methodOverride(Scene s) {
    s.database();
    s.ask("POST", "/{db}/a").header("X-HTTP-Method-Override", "PUT").json("{}").send().status(201);
    s.get("/{db}/a").status(200);
  }
}
