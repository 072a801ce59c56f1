package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("COPY")
final class Copy {
  private static Answer copy(Scene s, String from, String to) {
    return s.ask("COPY", from).header("Destination", to).send();
  }

  @Case(value = "COPY makes a new document of the source: 201", pouch = "has no id, rev")
  void create(Scene s) {
    s.database();
    s.write("/{db}/a", "{'n':1}");
    copy(s, "/{db}/a", "b")
        .is(201, "{'ok':true,'id':'b','rev':'<rev>'}")
        .headerLike("Location", ".*/b");
    s.get("/{db}/b").is(200, "{'_id':'b','_rev':'<rev>','n':1}");
  }

  @Case("COPY over an existing document without its rev conflicts")
  void conflict(Scene s) {
    s.database();
    s.write("/{db}/a", "{'n':1}");
    s.write("/{db}/b", "{'n':2}");
    copy(s, "/{db}/a", "b").fails(409, "conflict");
  }

  @Case("COPY over an existing document with its rev replaces it")
  void replace(Scene s) {
    s.database();
    s.write("/{db}/a", "{'n':1}");
    String rev = s.write("/{db}/b", "{'n':2}");
    copy(s, "/{db}/a", "b?rev=" + rev).status(201);
    s.get("/{db}/b").has("{'n':1,'<more>':0}");
  }

  @Case("COPY of a former revision copies that")
  void formerRev(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{'n':1}");
    s.write("/{db}/a?rev=" + rev, "{'n':2}");
    copy(s, "/{db}/a?rev=" + rev, "b").status(201);
    s.get("/{db}/b").has("{'n':1,'<more>':0}");
  }

  @Case("COPY takes attachments along")
  void attachments(Scene s) {
    s.database();
    s.write("/{db}/a", "{'_attachments':{'f':{'content_type':'image/png','data':'aGVsbG8='}}}");
    copy(s, "/{db}/a", "b").status(201);
    s.get("/{db}/b/f").status(200).text("hello");
  }

  @Case("COPY of a missing document answers 404")
  void missing(Scene s) {
    s.database();
    copy(s, "/{db}/a", "b").fails(404, "not_found", "missing");
  }

  @Case("COPY without a Destination is a bad request")
  void withoutDestination(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.ask("COPY", "/{db}/a")
        .send()
        .fails(400, "bad_request", "Destination header is mandatory for COPY.");
  }
}
