package io.github.chthosting.testkit.internal.replication;

import io.github.chthosting.testkit.internal.store.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One run of a replication, from its checkpoint to the end, or on and on. Used by one thread. */
final class Run {
  private static final int BATCH = 500;
  private static final long PAUSE_MS = 100;

  private final Wish wish;
  private final String id;
  private final Counters counters;

  Run(Wish wish, String id, Counters counters) {
    this.wish = wish;
    this.id = id;
    this.counters = counters;
  }

  /** Replicates all that is there, and gives what {@code _replicate} answers. */
  ObjectNode once() throws InterruptedException {
    Checkpoint checkpoint = open();
    JsonNode last = pass(checkpoint.start());
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", true);
    boolean nothing = counters.isEmpty() && !checkpoint.oldHistory().isEmpty();
    if (nothing) {
      answer.put("no_changes", true).put("session_id", checkpoint.session());
      answer.set("source_last_seq", last);
      answer.put("replication_id_version", 4).set("history", checkpoint.oldHistory());
      return answer;
    }
    return answer.setAll(checkpoint.save(last, counters));
  }

  /** Goes on until the thread is interrupted. */
  void forever() throws InterruptedException {
    Checkpoint checkpoint = open();
    String since = checkpoint.start();
    while (true) {
      JsonNode last = pass(since);
      if (!Checkpoint.text(last).equals(since)) {
        since = Checkpoint.text(last);
        var unused = checkpoint.save(last, counters);
      }
      Thread.sleep(PAUSE_MS);
    }
  }

  private Checkpoint open() throws InterruptedException {
    wish.source().open();
    if (wish.createTarget()) {
      wish.target().create(wish.targetParameters());
    }
    wish.target().open();
    Checkpoint checkpoint = new Checkpoint(wish, id);
    counters.goOn(checkpoint.oldHistory().path(0));
    return checkpoint;
  }

  private JsonNode pass(String since) throws InterruptedException {
    String at = since;
    while (true) {
      JsonNode page = changes(at);
      transfer(page.path("results"));
      JsonNode last = page.path("last_seq");
      at = Checkpoint.text(last);
      counters.reached(at, page.has("pending") ? page.get("pending").longValue(0) : null);
      if (page.path("results").size() < BATCH) {
        return last;
      }
    }
  }

  private JsonNode changes(String since) throws InterruptedException {
    String path = wish.changes(since, BATCH);
    @Nullable ObjectNode body = null;
    for (String member : new String[] {"doc_ids", "selector"}) {
      if (wish.filters().has(member)) {
        body = JsonNodeFactory.instance.objectNode();
        body.set(member, wish.filters().get(member));
      }
    }
    return wish.source().send(body == null ? "GET" : "POST", path, body).orThrow();
  }

  private void transfer(JsonNode rows) throws InterruptedException {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    long revisions = 0;
    for (JsonNode row : rows) {
      ArrayNode revs = asked.withArrayProperty(row.path("id").asString(""));
      for (JsonNode change : row.path("changes")) {
        revs.add(change.get("rev"));
        revisions++;
      }
    }
    if (asked.isEmpty()) {
      return;
    }
    JsonNode missing = wish.target().send("POST", "_revs_diff", asked).orThrow();
    long found = 0;
    for (JsonNode entry : missing) {
      found += entry.path("missing").size();
    }
    counters.compared(revisions, found);
    for (Map.Entry<String, JsonNode> entry : missing.properties()) {
      write(read(entry.getKey(), entry.getValue().path("missing")));
    }
  }

  private ArrayNode read(String document, JsonNode revs) throws InterruptedException {
    String path = Peer.encoded(document);
    if (document.startsWith("_design/")) {
      path = "_design/" + Peer.encoded(document.substring("_design/".length()));
    }
    String query = "?revs=true&latest=true&attachments=true&open_revs=";
    JsonNode found =
        wish.source().get(path + query + Peer.encoded(JsonText.string(revs))).orThrow();
    ArrayNode documents = JsonNodeFactory.instance.arrayNode();
    found.forEach(
        one -> {
          if (one.has("ok")) {
            documents.add(one.get("ok"));
          }
        });
    return documents;
  }

  private void write(ArrayNode documents) throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("new_edits", false);
    body.set("docs", documents);
    JsonNode refused = wish.target().send("POST", "_bulk_docs", body).orThrow();
    counters.wrote(documents.size(), refused.size());
  }
}
