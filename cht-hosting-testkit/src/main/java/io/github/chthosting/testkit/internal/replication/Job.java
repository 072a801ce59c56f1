package io.github.chthosting.testkit.internal.replication;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.ServerThread;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A replication that the scheduler runs: of a document in {@code _replicator}, or of a continuous
 * {@code _replicate}. It is tried again after each crash. Thread-safe.
 */
final class Job {
  private static final long FIRST_PAUSE_MS = 1_000;
  private static final long LONGEST_PAUSE_MS = 30_000;

  private final Wish wish;
  private final String id;
  private final String node;
  private final @Nullable String document;
  private final Instant begun = now();
  private final Deque<ObjectNode> history = new ArrayDeque<>();
  private Counters counters = new Counters();
  private String state = "running";
  private @Nullable String error;
  private int errors;
  private Instant updated = begun;
  private final Thread thread;

  /**
   * Starts it.
   *
   * @param whenCompleted called in its thread
   */
  Job(Wish wish, String id, String node, @Nullable String document, Runnable whenCompleted) {
    this.wish = wish;
    this.id = id;
    this.node = node;
    this.document = document;
    note("added", null);
    thread = ServerThread.of(() -> work(whenCompleted), "couchdb-replication");
  }

  Job start() {
    thread.start();
    return this;
  }

  void cancel() {
    thread.interrupt();
  }

  @Nullable String document() {
    return document;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private void work(Runnable whenCompleted) {
    long pause = FIRST_PAUSE_MS;
    try {
      while (true) {
        note("started", null);
        try {
          once();
          whenCompleted.run();
          return;
        } catch (RuntimeException e) {
          crashed(e);
        }
        Thread.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // cancelled
    }
  }

  private void once() throws InterruptedException {
    Counters fresh = new Counters();
    synchronized (this) {
      counters = fresh;
      state = "running";
    }
    Run run = new Run(wish, id.replace("+continuous", ""), fresh);
    if (wish.continuous()) {
      run.forever();
    } else {
      var unused = run.once();
    }
  }

  private synchronized void crashed(RuntimeException e) {
    error = e instanceof ApiException a ? a.error() + ": " + a.reason() : String.valueOf(e);
    errors++;
    state = "crashing";
    note("crashed", error);
  }

  private synchronized void note(String type, @Nullable String reason) {
    updated = now();
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("timestamp", updated.toString()).put("type", type);
    if (reason != null) {
      entry.put("reason", reason);
    }
    history.addFirst(entry);
  }

  /** Returns what is kept of it in its document when it is done. */
  synchronized ObjectNode stats() {
    return counters.info().put("start_time", begun.toString());
  }

  /** The job as {@code _scheduler/jobs} lists it. */
  synchronized ObjectNode toJob() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("database", document == null ? null : "_replicator").put("id", id);
    json.put("pid", state.equals("running") ? "<0." + thread.getId() + ".0>" : null);
    json.put("source", wish.source().toString()).put("target", wish.target().toString());
    json.putNull("user").put("doc_id", document).set("info", info());
    ArrayNode entries = json.putArray("history");
    history.forEach(entries::add);
    return json.put("node", node).put("start_time", begun.toString());
  }

  /** The job as {@code _scheduler/docs} lists it. */
  synchronized ObjectNode toDocument() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("database", "_replicator").put("doc_id", document).put("id", id).put("node", node);
    json.put("source", wish.source().toString()).put("target", wish.target().toString());
    json.put("state", state).set("info", info());
    json.put("error_count", errors).put("last_updated", updated.toString());
    json.put("start_time", begun.toString());
    return json.putNull("source_proxy").putNull("target_proxy");
  }

  private @Nullable ObjectNode info() {
    if (state.equals("crashing")) {
      return JsonNodeFactory.instance.objectNode().put("error", error);
    }
    return counters.info();
  }
}
