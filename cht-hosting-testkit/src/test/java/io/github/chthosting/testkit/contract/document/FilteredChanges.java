package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "_changes: what filters see, count and leave pending",
    pouch = "is not asked: it has neither pending nor these filters")
final class FilteredChanges {
  private static String row(String id) {
    return "{'seq':'<seq>','id':'" + id + "','changes':[{'rev':'<rev>'}]}";
  }

  private static String rows(int pending, String... ids) {
    StringBuilder rows = new StringBuilder();
    for (String id : ids) {
      rows.append(rows.isEmpty() ? "" : ",").append(row(id));
    }
    return "{'results':[" + rows + "],'last_seq':'<seq>','pending':" + pending + "}";
  }

  private static void mixed(Scene s) {
    s.database();
    for (String id : new String[] {"a", "_design/d1", "b", "_design/d2", "c", "d"}) {
      s.write("/{db}/" + id, id.equals("b") || id.equals("c") ? "{'x':1}" : "{}");
    }
  }

  @Case("A selector sees attachments as stubs")
  void attachments(Scene s) {
    s.database();
    s.write("/{db}/a", "{'_attachments':{'f':{'data':'aGk=','content_type':'text/plain'}}}");
    s.write("/{db}/b", "{}");
    for (String selector :
        new String[] {
          "{'_attachments':{'$exists':true}}",
          "{'_attachments.f.stub':true}",
          "{'_attachments.f.length':2}"
        }) {
      s.post("/{db}/_changes?filter=_selector", "{'selector':" + selector + "}")
          .is(200, rows(0, "a"));
    }
  }

  @Case("A document that doc_ids names twice is told twice")
  void twice(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.write("/{db}/b", "{}");
    s.get("/{db}/_changes?filter=_doc_ids&doc_ids=['a','a']").is(200, rows(0, "a", "a"));
    s.get("/{db}/_changes?filter=_doc_ids&doc_ids=['a','b','a']&limit=1").is(200, rows(1, "a"));
  }

  @Case("What _doc_ids looks up leaves all others pending, in every feed")
  void lookedUp(Scene s) {
    mixed(s);
    String ids = "filter=_doc_ids&doc_ids=['a','c']";
    s.get("/{db}/_changes?" + ids).is(200, rows(4, "a", "c"));
    s.get("/{db}/_changes?" + ids + "&limit=1").is(200, rows(5, "a"));
    s.get("/{db}/_changes?" + ids + "&feed=longpoll&limit=1").is(200, rows(5, "a"));
  }

  @Case(value = "_design is looked up too", since = "3.4")
  void designsLookedUp(Scene s) {
    mixed(s);
    s.get("/{db}/_changes?filter=_design").is(200, rows(4, "_design/d1", "_design/d2"));
    s.get("/{db}/_changes?filter=_design&limit=1").is(200, rows(5, "_design/d1"));
  }

  @Case("A selector that is cut goes on to the next change that it would let through")
  void cutSelector(Scene s) {
    mixed(s);
    String whole = s.get("/{db}/_changes").json().path("last_seq").asString("");
    String selector = "{'selector':{'x':1}}";
    s.post("/{db}/_changes?filter=_selector&limit=1", selector).is(200, rows(3, "b"));
    Answer last =
        s.post("/{db}/_changes?filter=_selector&limit=2", selector).is(200, rows(1, "b", "c"));
    assertThat(last.json().path("last_seq").asString("")).isEqualTo(whole);
  }

  @Case("A limit may be of any size, and a negative one never ends")
  void limits(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.write("/{db}/b", "{}");
    s.get("/{db}/_changes?limit=99999999999999999999").is(200, rows(0, "a", "b"));
    s.get("/{db}/_changes?limit=-1&seq_interval=2")
        .is(200, rows(0, "a", "b").replaceFirst("'<seq>'", "null"));
    s.get("/{db}/_changes?style=bogus").fails(500, "unknown_error", "badarg");
  }

  @Case("After a purge last_seq of looked up documents is that of the database")
  void purged(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.write("/{db}/b", "{}");
    s.post("/{db}/_purge", "{'a':['" + rev + "']}").status(201);
    String now = s.get("/{db}").json().path("update_seq").asString("");
    Answer changes = s.get("/{db}/_changes?filter=_doc_ids&doc_ids=['zz']").is(200, rows(1));
    assertThat(changes.json().path("last_seq").asString("")).isEqualTo(now);
  }
}
