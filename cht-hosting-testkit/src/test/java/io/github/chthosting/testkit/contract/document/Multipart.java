package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Parts;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;
import java.util.List;

@Subject("Multipart: documents and attachments in one body")
final class Multipart {
  private static final String RELATED = "multipart/related; boundary=\"sep\"";

  private static String follows(String name, int length) {
    return "\"%s\":{\"follows\":true,\"content_type\":\"image/png\",\"length\":%d}"
        .formatted(name, length);
  }

  private static String body(String document, String... contents) {
    StringBuilder body =
        new StringBuilder("--sep\r\nContent-Type: application/json\r\n\r\n").append(document);
    for (String content : contents) {
      body.append("\r\n--sep\r\n\r\n").append(content);
    }
    return body.append("\r\n--sep--").toString();
  }

  private static Parts read(Scene s, String path, String accept) {
    Answer answer = s.ask("GET", path).header("Accept", accept).send().status(200);
    return Parts.of(answer);
  }

  @Case(
      value = "PUT of multipart/related stores the document and what follows",
      pouch = "ends itself over multipart bodies",
      spared = true)
  void put(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a")
        .text(RELATED, body("{\"_attachments\":{" + follows("f", 5) + "}}", "hello"))
        .send()
        .is(201, "{'ok':true,'id':'a','rev':'<rev>'}");
    s.get("/{db}/a/f").text("hello").header("Content-Type", "image/png");
  }

  @Case(
      value = "Several attachments follow in the order of the document",
      pouch = "ends itself over multipart bodies",
      spared = true)
  void several(Scene s) {
    s.database();
    String document = "{\"_attachments\":{" + follows("g", 3) + "," + follows("f", 5) + "}}";
    s.ask("PUT", "/{db}/a").text(RELATED, body(document, "ggg", "hello")).send().status(201);
    s.get("/{db}/a/f").text("hello");
    s.get("/{db}/a/g").text("ggg");
  }

  @Case(
      value = "A boundary without quotes is read",
      pouch = "ends itself over multipart bodies",
      spared = true)
  void plainBoundary(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a")
        .text(
            "multipart/related;boundary=sep",
            body("{\"_attachments\":{" + follows("f", 5) + "}}", "hello"))
        .send()
        .status(201);
    s.get("/{db}/a/f").text("hello");
  }

  @Case(
      value = "An attachment may hold line ends and what looks like a boundary",
      pouch = "ends itself over multipart bodies",
      spared = true)
  void content(Scene s) {
    s.database();
    String content = "\r\n--se\r\n--\r\n";
    s.ask("PUT", "/{db}/a")
        .text(RELATED, body("{\"_attachments\":{" + follows("f", content.length()) + "}}", content))
        .send()
        .status(201);
    s.get("/{db}/a/f").text(content);
  }

  @Case(
      value = "new_edits=false by multipart stores the rev given",
      pouch = "ends itself over multipart bodies",
      spared = true)
  void newEditsFalse(Scene s) {
    s.database();
    String document =
        "{\"_id\":\"a\",\"_rev\":\"2-bbbb\",\"_revisions\":{\"start\":2,\"ids\":[\"bbbb\",\"aaaa\"]},\"_attachments\":{"
            + follows("f", 5)
            + "}}";
    s.ask("PUT", "/{db}/a?new_edits=false")
        .text(RELATED, body(document, "hello"))
        .send()
        .is(201, "{'ok':true,'id':'a','rev':'2-bbbb'}");
    s.get("/{db}/a/f?rev=2-bbbb").text("hello");
  }

  @Case(
      value = "A length that is not that of the content is refused",
      pouch = "ends itself over multipart bodies",
      spared = true)
  void wrongLength(Scene s) {
    s.database();
    int status =
        s.ask("PUT", "/{db}/a")
            .text(RELATED, body("{\"_attachments\":{" + follows("f", 9) + "}}", "hello"))
            .send()
            .status();
    assertThat(status).isGreaterThanOrEqualTo(400);
    s.get("/{db}/a").status(404);
  }

  @Case(
      value = "GET with attachments=true and Accept multipart/related sends the contents as parts",
      pouch = "has no multipart answers")
  void get(Scene s) {
    s.database();
    s.write(
        "/{db}/a", "{'n':1,'_attachments':{'f':{'content_type':'image/png','data':'aGVsbG8='}}}");
    Parts parts = read(s, "/{db}/a?attachments=true", "multipart/related");
    assertThat(parts.type()).startsWith("multipart/related; boundary=\"");
    assertThat(parts.bodies()).hasSize(2).last().isEqualTo("hello");
    parts.json(
        0,
        "{'_id':'a','_rev':'<rev>','n':1,'_attachments':{'f':{'content_type':'image/png','revpos':1,'digest':'<string>','length':5,'follows':true}}}");
    assertThat(parts.header(1, "content-disposition")).isEqualTo("attachment; filename=\"f\"");
    assertThat(parts.header(1, "content-type")).isEqualTo("image/png");
    assertThat(parts.header(1, "content-length")).isEqualTo("5");
  }

  @Case("GET of a document without attachments is JSON, whatever is accepted")
  void getWithout(Scene s) {
    s.database();
    s.write("/{db}/a", "{'n':1}");
    s.ask("GET", "/{db}/a?attachments=true")
        .header("Accept", "multipart/related,application/json")
        .send()
        .has("{'n':1,'<more>':0}");
  }

  @Case(
      value = "open_revs as multipart/mixed: a part for each leaf",
      pouch = "has no multipart answers")
  void openRevs(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    s.graft("a", "{'n':2}", 1, "bbbb");
    Parts parts = read(s, "/{db}/a?open_revs=all", "multipart/mixed");
    assertThat(parts.bodies()).hasSize(2);
    assertThat(List.of(parts.header(0, "content-type"), parts.header(1, "content-type")))
        .containsOnly("application/json");
  }

  @Case(
      value = "open_revs as multipart/mixed: a missing revision is a part that is an error",
      pouch = "has no multipart answers")
  void openRevsMissing(Scene s) {
    s.database();
    s.graft("a", "{'n':1}", 1, "aaaa");
    Parts parts = read(s, "/{db}/a?open_revs=['7-abcd']", "multipart/mixed");
    assertThat(parts.header(0, "content-type")).isEqualTo("application/json; error=\"true\"");
    parts.json(0, "{'missing':'7-abcd'}");
  }

  @Case(
      value =
          "open_revs as multipart/mixed: a revision with attachments is a multipart/related within",
      pouch = "has no multipart answers")
  void openRevsNested(Scene s) {
    s.database();
    s.graft(
        "a", "{'_attachments':{'f':{'content_type':'image/png','data':'aGVsbG8='}}}", 1, "aaaa");
    Parts parts = read(s, "/{db}/a?open_revs=all&attachments=true", "multipart/mixed");
    Parts inner = parts.nested(0);
    assertThat(inner.type()).startsWith("multipart/related; boundary=\"");
    assertThat(inner.bodies()).hasSize(2).last().isEqualTo("hello");
  }

  @Case(
      value = "_bulk_get as multipart/mixed: a part for each revision, attachments within",
      pouch = "has no multipart answers")
  void bulkGet(Scene s) {
    s.database();
    s.graft(
        "a", "{'_attachments':{'f':{'content_type':'image/png','data':'aGVsbG8='}}}", 1, "aaaa");
    s.graft("b", "{'n':1}", 1, "bbbb");
    Answer answer =
        s.ask("POST", "/{db}/_bulk_get?revs=true&attachments=true")
            .json("{'docs':[{'id':'a','rev':'1-aaaa'},{'id':'b','rev':'1-bbbb'}]}")
            .header("Accept", "multipart/mixed")
            .send()
            .status(200);
    Parts parts = Parts.of(answer);
    assertThat(parts.bodies()).hasSize(2);
    assertThat(parts.nested(0).bodies()).hasSize(2).last().isEqualTo("hello");
    parts.json(1, "{'_id':'b','_rev':'1-bbbb','n':1,'_revisions':{'start':1,'ids':['bbbb']}}");
  }
}
