package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Bad requests for documents")
final class Validation {
  private static void refused(Scene s, String body, int status, String error, String reason) {
    s.database();
    s.put("/{db}/a", body).fails(status, error, reason);
    s.get("/{db}/a").status(404);
  }

  @Case(value = "A body that is no JSON is a bad request", pouch = "says: invalid_json")
  void noJson(Scene s) {
    refused(s, "{'a':", 400, "bad_request", "invalid UTF-8 JSON");
  }

  @Case(value = "An empty body is a bad request", pouch = "answers 201, not 400")
  void emptyBody(Scene s) {
    refused(s, "", 400, "bad_request", "invalid UTF-8 JSON");
  }

  @Case(value = "Two values, one after the other, are a bad request", pouch = "says: invalid_json")
  void trailing(Scene s) {
    refused(s, "{} {}", 400, "bad_request", "invalid UTF-8 JSON");
  }

  @Case(value = "A comma at the end is a bad request", pouch = "says: invalid_json")
  void trailingComma(Scene s) {
    refused(s, "{'a':1,}", 400, "bad_request", "invalid UTF-8 JSON");
  }

  @Case(value = "NaN is a bad request", pouch = "says: invalid_json")
  void nan(Scene s) {
    refused(s, "{'a':NaN}", 400, "bad_request", "invalid UTF-8 JSON");
  }

  @Case(value = "A number with a leading zero is a bad request", pouch = "says: invalid_json")
  void leadingZero(Scene s) {
    refused(s, "{'a':01}", 400, "bad_request", "invalid UTF-8 JSON");
  }

  @Case(value = "Bytes that are no UTF-8 are a bad request", pouch = "answers 201, not 400")
  void invalidUtf8(Scene s) {
    s.database();
    byte[] body = {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'};
    s.ask("PUT", "/{db}/a")
        .bytes("application/json", body)
        .send()
        .fails(400, "bad_request", "invalid UTF-8 JSON");
  }

  @Case("A list is no document")
  void list(Scene s) {
    refused(s, "[]", 400, "bad_request", "Document must be a JSON object");
  }

  @Case(value = "A number is no document", pouch = "says: invalid_json")
  void number(Scene s) {
    refused(s, "7", 400, "bad_request", "Document must be a JSON object");
  }

  @Case(value = "null is no document", pouch = "says: invalid_json")
  void nullDocument(Scene s) {
    refused(s, "null", 400, "bad_request", "Document must be a JSON object");
  }

  @Case(value = "An unknown member with an underscore is illegal", pouch = "answers 500, not 400")
  void specialMember(Scene s) {
    refused(s, "{'_x':1}", 400, "doc_validation", "Bad special document member: _x");
  }

  @Case(value = "A member that is an underscore alone is illegal", pouch = "answers 500, not 400")
  void underscoreAlone(Scene s) {
    refused(s, "{'_':1}", 400, "doc_validation", "Bad special document member: _");
  }

  @Case("An underscore within an object below is legal")
  void underscoreBelow(Scene s) {
    s.database();
    s.put("/{db}/a", "{'a':{'_x':1}}").status(201);
  }

  @Case("_rev that is no text is a bad request")
  void revNumber(Scene s) {
    refused(s, "{'_rev':1}", 400, "bad_request", "Invalid rev format");
  }

  @Case("_rev without a generation is a bad request")
  void revText(Scene s) {
    refused(s, "{'_rev':'abc'}", 400, "bad_request", "Invalid rev format");
  }

  @Case("rev= that is no revision is a bad request")
  void revParameter(Scene s) {
    s.database();
    s.put("/{db}/a?rev=abc", "{}").fails(400, "bad_request", "Invalid rev format");
  }

  @Case(
      value = "_deleted that is neither true nor false is illegal",
      pouch = "answers 201, not 400")
  void deletedText(Scene s) {
    refused(
        s, "{'_deleted':'yes'}", 400, "doc_validation", "Bad special document member: _deleted");
  }

  @Case(value = "_revisions that is no object is illegal", pouch = "answers 201, not 400")
  void revisionsText(Scene s) {
    refused(
        s, "{'_revisions':'x'}", 400, "doc_validation", "Bad special document member: _revisions");
  }

  @Case(value = "_attachments that is no object is illegal", pouch = "answers 500, not 400")
  void attachmentsText(Scene s) {
    refused(
        s,
        "{'_attachments':'x'}",
        400,
        "doc_validation",
        "Bad special document member: _attachments");
  }

  @Case("What _id, _rev, _revs_info, _conflicts and _local_seq say in a body is not stored")
  void ignoredMembers(Scene s) {
    s.database();
    s.put(
            "/{db}/a",
            "{'_revs_info':[],'_conflicts':[],'_deleted_conflicts':[],'_local_seq':1,'n':1}")
        .status(201);
    s.get("/{db}/a").is(200, "{'_id':'a','_rev':'<rev>','n':1}");
  }

  @Case("A member given twice is accepted")
  void duplicateMember(Scene s) {
    s.database();
    s.put("/{db}/a", "{'n':1,'n':2}").status(201);
  }

  @Case("A document of any content type is read as JSON")
  void contentType(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a").text("text/plain", "{}").send().status(201);
    s.ask("PUT", "/{db}/b").text("application/x-www-form-urlencoded", "{}").send().status(201);
  }

  @Case(value = "POST to a database takes JSON alone: 415", pouch = "answers 201, not 415")
  void postContentType(Scene s) {
    s.database();
    s.ask("POST", "/{db}")
        .text("text/plain", "{}")
        .send()
        .fails(415, "bad_content_type", "Content-Type must be application/json");
  }

  @Case("POST of a content type with a charset is JSON too")
  void postCharset(Scene s) {
    s.database();
    s.ask("POST", "/{db}").text("application/json; charset=utf-8", "{}").send().status(201);
  }

  @Case(
      value = "POST to a document is for forms of a browser: 400 without a Referer",
      pouch = "says: only_multipart_accepted")
  void postToDocument(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.post("/{db}/a", "{}").fails(400, "bad_request", "Referer header required.");
  }

  @Case(
      value = "A method that a document does not know is answered with those it knows",
      pouch = "answers 404, not 405")
  void method(Scene s) {
    s.database();
    s.ask("PATCH", "/{db}/a")
        .json("{}")
        .send()
        .fails(405, "method_not_allowed", "Only DELETE,GET,HEAD,POST,PUT,COPY allowed");
  }

  @Case(
      value = "A document above max_document_size is refused: 413",
      pouch = "answers 201, not 413")
  void tooLarge(Scene s) {
    s.database();
    s.put("/{db}/a", "{'a':'" + "x".repeat(8_100_000) + "'}").fails(413, "document_too_large", "");
  }

  @Case(
      value = "An error is JSON with error and reason, ended by a line feed",
      pouch = "sends text/plain")
  void errorForm(Scene s) {
    s.database();
    s.get("/{db}/a")
        .status(404)
        .text("{\"error\":\"not_found\",\"reason\":\"missing\"}\n")
        .header("Content-Type", "application/json");
  }

  @Case(value = "A nesting of 20,000 levels is kept", pouch = "answers 500, not 201")
  void veryDeepNesting(Scene s) {
    s.database();
    kept(s, "[".repeat(20_000) + "]".repeat(20_000));
  }

  @Case(
      value = "An integer of 309 digits is kept, one beyond the range of a double is an error: 500",
      pouch = "keeps numbers as JavaScript does")
  void longNumbers(Scene s) {
    s.database();
    kept(s, "1".repeat(309));
    s.put("/{db}/b", "{'a':" + "9".repeat(309) + "}").fails(500, "unknown_error", "badarith");
  }

  private static void kept(Scene s, String value) {
    String rev = s.write("/{db}/a", "{'a':" + value + "}");
    s.get("/{db}/a").text("{\"_id\":\"a\",\"_rev\":\"" + rev + "\",\"a\":" + value + "}\n");
  }

  @Case("A nesting of 150 levels is kept")
  void deepNesting(Scene s) {
    s.database();
    s.put("/{db}/a", "{'a':" + "[".repeat(150) + "]".repeat(150) + "}").status(201);
    s.get("/{db}/a").has("{'a':'<array>','<more>':0}");
  }

  @Case(
      value = "Numbers come back as they were sent, large and small",
      pouch = "keeps numbers as JavaScript does")
  void numbers(Scene s) {
    s.database();
    s.put("/{db}/a", "{'a':12345678901234567890123,'b':-0.5,'c':1e3}").status(201);
    s.get("/{db}/a").has("{'a':12345678901234567890123,'b':-0.5,'c':1.0e3,'<more>':0}");
  }

  @Case(
      value = "Members come back in the order in which they were sent, after _id and _rev",
      pouch = "puts _id and _rev last")
  void memberOrder(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{'z':1,'a':2,'m':3}");
    s.get("/{db}/a").text("{\"_id\":\"a\",\"_rev\":\"" + rev + "\",\"z\":1,\"a\":2,\"m\":3}\n");
  }
}
