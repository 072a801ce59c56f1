package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;
import tools.jackson.databind.node.StringNode;

@Subject("Document ids on the wire")
final class DocumentIds {
  /** Writes, reads and lists a document whose id is given as the path holds it and as JSON does. */
  private static void roundTrip(Scene s, String path, String id) {
    s.database();
    assertThat(s.put("/{db}/" + path, "{'n':1}").status(201).json().path("id").asString(""))
        .isEqualTo(id);
    assertThat(s.get("/{db}/" + path).status(200).json().path("_id").asString("")).isEqualTo(id);
    assertThat(s.get("/{db}/_all_docs").json().path("rows").path(0).path("id"))
        .isEqualTo(new StringNode(id));
  }

  @Case("A slash, escaped")
  void slash(Scene s) {
    roundTrip(s, "a%2Fb", "a/b");
  }

  @Case("A slash at the end, escaped")
  void slashAtEnd(Scene s) {
    roundTrip(s, "a%2F", "a/");
  }

  @Case("A plus, escaped")
  void plus(Scene s) {
    roundTrip(s, "a%2Bb", "a+b");
  }

  @Case(value = "A plus that is not escaped is a space", pouch = "takes a plus for a plus")
  void plainPlus(Scene s) {
    roundTrip(s, "a+b", "a b");
  }

  @Case("A space")
  void space(Scene s) {
    roundTrip(s, "a%20b", "a b");
  }

  @Case("A percent sign, and an escape within an escape")
  void percent(Scene s) {
    roundTrip(s, "100%25%2520", "100%%20");
  }

  @Case("A question mark, a hash and an ampersand")
  void query(Scene s) {
    roundTrip(s, "a%3Fb%23c%26d", "a?b#c&d");
  }

  @Case("A double quote and a backslash")
  void quote(Scene s) {
    roundTrip(s, "a%22b%5Cc", "a\"b\\c");
  }

  @Case("A colon, as in org.couchdb.user:name")
  void colon(Scene s) {
    roundTrip(s, "org.couchdb.user:name", "org.couchdb.user:name");
  }

  @Case("Letters outside ASCII")
  void umlaut(Scene s) {
    roundTrip(s, "%C3%A4%E4%BD%A0", "ä你");
  }

  @Case(value = "An emoji, outside the basic plane", pouch = "gives another id back")
  void emoji(Scene s) {
    roundTrip(s, "%F0%9F%98%80", "\uD83D\uDE00");
  }

  @Case("A control character")
  void control(Scene s) {
    roundTrip(s, "a%01b%0Ac", "a\u0001b\nc");
  }

  @Case("A dot, and two dots, escaped or not")
  void dots(Scene s) {
    roundTrip(s, "%2E.", "..");
  }

  @Case("A space at either end is kept")
  void outerSpaces(Scene s) {
    roundTrip(s, "%20a%20", " a ");
  }

  @Case("7,000 characters")
  void longId(Scene s) {
    roundTrip(s, "x".repeat(7000), "x".repeat(7000));
  }

  @Case("Upper and lower case are different documents")
  void upperAndLower(Scene s) {
    s.database();
    s.write("/{db}/A", "{}");
    s.get("/{db}/a").fails(404, "not_found", "missing");
  }

  @Case("Composed and decomposed letters are different documents")
  void normalForms(Scene s) {
    s.database();
    s.write("/{db}/%C3%A9", "{}");
    s.get("/{db}/e%CC%81").fails(404, "not_found", "missing");
  }

  @Case(
      value = "An underscore at the beginning is reserved",
      pouch = "says: Only reserved document ids may start with underscore.")
  void underscore(Scene s) {
    s.database();
    s.put("/{db}/_a", "{}")
        .fails(400, "illegal_docid", "Only reserved document ids may start with underscore.");
    s.post("/{db}", "{'_id':'_a'}")
        .fails(400, "illegal_docid", "Only reserved document ids may start with underscore.");
  }

  @Case(value = "An empty id is illegal", pouch = "answers 201, not 400")
  void empty(Scene s) {
    s.database();
    s.post("/{db}", "{'_id':''}").fails(400, "illegal_docid", "Document id must not be empty");
  }

  @Case(value = "An id that is no text is illegal", pouch = "says: _id field must contain a string")
  void number(Scene s) {
    s.database();
    s.post("/{db}", "{'_id':1}").fails(400, "illegal_docid", "Document id must be a string");
    s.post("/{db}", "{'_id':null}").fails(400, "illegal_docid", "Document id must be a string");
  }

  @Case(
      value = "The id of the path wins over another _id in the body",
      pouch = "takes the id of the body")
  void idsThatDisagree(Scene s) {
    s.database();
    s.put("/{db}/a", "{'_id':'b'}").is(201, "{'ok':true,'id':'a','rev':'<rev>'}");
    s.get("/{db}/b").status(404);
  }

  @Case(value = "Bytes that are no UTF-8 are illegal", pouch = "answers with a page of HTML")
  void invalidUtf8(Scene s) {
    s.database();
    s.put("/{db}/%FF%FE", "{}").fails(400, "illegal_docid", "Document id must be valid UTF-8");
  }

  @Case(
      value = "A design document's slash may be escaped or not, and GET redirects nowhere",
      pouch = "answers 200, not 301")
  void designSlash(Scene s) {
    s.database();
    s.write("/{db}/_design/d", "{}");
    s.get("/{db}/_design/d").has("{'_id':'_design/d','<more>':0}");
    s.get("/{db}/_design%2Fd").status(301).headerLike("Location", ".*/_design/d");
  }

  @Case(value = "_design alone, and _local alone, are no documents", pouch = "answers 201, not 400")
  void prefixesAlone(Scene s) {
    s.database();
    s.put("/{db}/_design/", "{}")
        .fails(400, "illegal_docid", "Only reserved document ids may start with underscore.");
    s.put("/{db}/_local/", "{}").fails(400, "bad_request", "Invalid _local document id.");
  }
}
