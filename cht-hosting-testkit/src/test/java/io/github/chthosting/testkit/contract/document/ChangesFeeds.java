package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Shape;
import io.github.chthosting.testkit.contract.Subject;
import java.util.List;
import java.util.concurrent.CompletableFuture;

@Subject(value = "_changes, as a feed", pouch = "is not asked: feeds that it never ends")
final class ChangesFeeds {
  private static void row(String line, String shape) {
    assertThat(Shape.of(shape).differences(line)).as("row %s", line).isEmpty();
  }

  private static String now(Scene s) {
    return s.get("/{db}/_changes?since=now").json().path("last_seq").asString("");
  }

  @Case("longpoll with something to tell answers at once")
  void longpollAtOnce(Scene s) {
    Changes.ids(Changes.three(s).get("/{db}/_changes?feed=longpoll"), "a", "b", "c");
  }

  @Case("longpoll with nothing to tell waits for the next write")
  void longpollWaits(Scene s) {
    Changes.three(s);
    String since = now(s);
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () -> s.get("/{db}/_changes?feed=longpoll&timeout=20000&since=" + since));
    s.write("/{db}/d", "{}");
    Changes.ids(answer.join(), "d");
  }

  @Case("longpoll answers without rows after its timeout")
  void longpollTimeout(Scene s) {
    Changes.three(s);
    s.get("/{db}/_changes?feed=longpoll&timeout=100&since=" + now(s))
        .is(200, "{'results':[],'last_seq':'<seq>','pending':0}");
  }

  @Case("continuous sends a line for each row, and last_seq when its timeout has passed")
  void continuous(Scene s) {
    List<String> lines =
        Changes.three(s).get("/{db}/_changes?feed=continuous&timeout=100").status(200).lines();
    assertThat(lines).hasSize(4);
    row(lines.get(0), "{'seq':'<seq>','id':'a','changes':[{'rev':'<rev>'}]}");
    row(lines.get(3), "{'last_seq':'<seq>','pending':0}");
  }

  @Case("continuous goes on with writes that come later")
  void continuousLater(Scene s) {
    Changes.three(s);
    String since = now(s);
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () -> s.get("/{db}/_changes?feed=continuous&timeout=2000&limit=2&since=" + since));
    s.write("/{db}/d", "{}");
    s.write("/{db}/e", "{}");
    List<String> lines = answer.join().lines();
    row(lines.get(0), "{'seq':'<seq>','id':'d','changes':[{'rev':'<rev>'}]}");
    row(lines.get(1), "{'seq':'<seq>','id':'e','changes':[{'rev':'<rev>'}]}");
  }

  @Case("continuous ends at its limit")
  void continuousLimit(Scene s) {
    List<String> lines =
        Changes.three(s).get("/{db}/_changes?feed=continuous&limit=2&timeout=20000").lines();
    assertThat(lines).hasSize(3);
    row(lines.get(2), "{'last_seq':'<seq>','pending':'<int>'}");
  }

  @Case("continuous with include_docs has a document in each line")
  void continuousWithDocs(Scene s) {
    s.database();
    s.write("/{db}/a", "{'n':1}");
    List<String> lines =
        s.get("/{db}/_changes?feed=continuous&include_docs=true&timeout=100").lines();
    row(
        lines.get(0),
        "{'seq':'<seq>','id':'a','changes':[{'rev':'<rev>'}],'doc':{'_id':'a','_rev':'<rev>','n':1}}");
  }

  @Case(value = "heartbeat sends empty lines while there is nothing to tell", since = "3.4")
  void heartbeat(Scene s) {
    Changes.three(s);
    String since = now(s);
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () -> s.get("/{db}/_changes?feed=continuous&heartbeat=50&limit=1&since=" + since));
    CompletableFuture<String> later =
        CompletableFuture.supplyAsync(
            () -> s.write("/{db}/d", "{}"),
            CompletableFuture.delayedExecutor(500, java.util.concurrent.TimeUnit.MILLISECONDS));
    assertThat(answer.join().text()).startsWith("\n");
    assertThat(later.join()).startsWith("1-");
  }

  @Case("eventsource sends data and id for each row")
  void eventSource(Scene s) {
    Changes.three(s);
    Answer answer = s.ask("GET", "/{db}/_changes?feed=eventsource&timeout=100").alone().send();
    answer.status(200).headerLike("Content-Type", "text/event-stream.*");
    assertThat(answer.lines()).filteredOn(line -> line.startsWith("data: ")).hasSize(3);
    assertThat(answer.lines()).filteredOn(line -> line.startsWith("id: ")).hasSize(3);
  }

  @Case("eventsource takes Last-Event-ID for since")
  void lastEventId(Scene s) {
    Changes.three(s);
    String second = s.get("/{db}/_changes").json().path("results").path(1).path("seq").asString("");
    Answer answer =
        s.ask("GET", "/{db}/_changes?feed=eventsource&timeout=100")
            .header("Last-Event-ID", second)
            .alone()
            .send();
    assertThat(answer.lines()).filteredOn(line -> line.startsWith("data: ")).hasSize(1);
  }

  @Case("longpoll with filter=_doc_ids waits for one of them")
  void longpollFiltered(Scene s) {
    Changes.three(s);
    String since = now(s);
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () ->
                s.post(
                    "/{db}/_changes?feed=longpoll&filter=_doc_ids&timeout=20000&since=" + since,
                    "{'doc_ids':['y']}"));
    s.write("/{db}/x", "{}");
    s.write("/{db}/y", "{}");
    Changes.ids(answer.join(), "y");
  }

  @Case("An unknown feed is a bad request")
  void unknownFeed(Scene s) {
    Changes.three(s).get("/{db}/_changes?feed=x").fails(400, "bad_request");
  }

  @Case("Deleting the database ends a longpoll, or finds it not yet begun")
  void databaseDeleted(Scene s) {
    Changes.three(s);
    String since = now(s);
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () -> s.get("/{db}/_changes?feed=longpoll&timeout=20000&since=" + since));
    s.delete("/{db}").status(200);
    assertThat(answer.join().status()).isIn(200, 404);
  }
}
