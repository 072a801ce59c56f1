package io.github.chthosting.testkit.contract.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

@Subject("Update sequences: opaque, and good on any node")
final class Sequences {
  private static Scene ten(Scene s) {
    s.database("q=4&n=1");
    for (int i = 0; i < 10; i++) {
      s.write("/{db}/" + i, "{}");
    }
    return s;
  }

  private static List<String> ids(JsonNode body) {
    List<String> ids = new ArrayList<>();
    body.path("results").forEach(row -> ids.add(row.path("id").asString("")));
    return ids;
  }

  @Case("A sequence is the sum of the shards' and an opaque rest")
  void form(Scene s) {
    assertThat(ten(s).get("/{db}").json().path("update_seq").asString(""))
        .matches("10-[A-Za-z0-9_-]+");
  }

  @Case("An empty database has the sequence 0 and a rest")
  void empty(Scene s) {
    s.database("q=4&n=1");
    assertThat(s.get("/{db}").json().path("update_seq").asString("")).matches("0-[A-Za-z0-9_-]+");
  }

  @Case("Each row's sequence is a place to go on from: nothing is lost, nothing comes twice")
  void everyRow(Scene s) {
    JsonNode all = ten(s).get("/{db}/_changes").json();
    for (int i = 0; i < 10; i++) {
      String seq = all.path("results").path(i).path("seq").asString("");
      assertThat(ids(s.get("/{db}/_changes?since=" + seq).json()))
          .hasSize(9 - i)
          .doesNotContain(all.path("results").path(i).path("id").asString(""));
    }
  }

  @Case("Reading in pages by last_seq gives every document once")
  void pages(Scene s) {
    ten(s);
    List<String> read = new ArrayList<>();
    String since = "0";
    for (int page = 0; page < 4; page++) {
      JsonNode body = s.get("/{db}/_changes?limit=3&since=" + since).status(200).json();
      read.addAll(ids(body));
      since = body.path("last_seq").asString("");
    }
    assertThat(read).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Case(value = "A sequence of one node is good on the others", nodes = 3)
  void acrossNodes(Scene s) {
    String seq = ten(s).get("/{db}").json().path("update_seq").asString("");
    s.write("/{db}/later", "{}");
    for (int i = 0; i < 3; i++) {
      assertThat(ids(s.node(i).get("/{db}/_changes?since=" + seq).json())).containsExactly("later");
    }
  }

  @Case("pending counts what is left in all shards")
  void pending(Scene s) {
    ten(s).get("/{db}/_changes?limit=4").has("{'pending':6,'<more>':0}");
  }

  @Case("last_seq of a read to the end is the database's sequence")
  void lastSeq(Scene s) {
    ten(s);
    String last = s.get("/{db}/_changes").json().path("last_seq").asString("");
    assertThat(last).startsWith("10-");
    assertThat(s.get("/{db}/_changes?since=" + last).json().path("results")).isEmpty();
  }

  @Case("since=0 and no since are the same")
  void zero(Scene s) {
    assertThat(ids(ten(s).get("/{db}/_changes?since=0").json())).hasSize(10);
  }

  @Case("A sequence of another database is no error, but no place either")
  void foreign(Scene s) {
    ten(s).createDatabase("{db}-b", "q=2&n=1");
    String seq = s.get("/{db}").json().path("update_seq").asString("");
    s.get("/{db}-b/_changes?since=" + seq).has("{'results':[],'<more>':0}");
  }

  @Case("descending=true ends with sequences of the newest first")
  void descending(Scene s) {
    assertThat(ids(ten(s).get("/{db}/_changes?descending=true").json())).hasSize(10);
  }

  @Case("purge_seq is of the same form")
  void purgeSeq(Scene s) {
    assertThat(ten(s).get("/{db}").json().path("purge_seq").asString(""))
        .matches("0-[A-Za-z0-9_-]+");
  }
}
