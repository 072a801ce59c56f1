package io.github.chthosting.testkit.internal.replication;

import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.cluster.RunningReplications;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.ServerThread;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.JsonBody;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import io.github.chthosting.testkit.internal.store.Validation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The replicator of a node. The first of the connected nodes runs what {@code _replicator} asks
 * for. Thread-safe.
 */
public final class Replications implements RunningReplications, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replications.class);
  private static final String DATABASE = "_replicator";
  private static final long LOOK_MS = 200;

  private final Node node;
  private final Map<String, Job> jobs = new TreeMap<>();
  private final ScheduledThreadPoolExecutor timer;
  private String seen = "";

  public Replications(Node node) {
    this.node = node;
    node.replications(this);
    timer = new ScheduledThreadPoolExecutor(1, Replications::thread);
    var unused = timer.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable work) {
    return ServerThread.of(work, "couchdb-replicator");
  }

  private String server() {
    return node.config().get("couchdb", "uuid", "");
  }

  // ---- _replicate ----

  /**
   * Carries out a body of {@code _replicate}.
   *
   * @return what it answers; with {@code _local_id} if it goes on
   */
  public ObjectNode replicate(JsonNode told) throws InterruptedException {
    if (told.path("cancel").asBoolean(false)) {
      return cancelled(told);
    }
    Wish wish = Wish.parse(told);
    String id = wish.fullId(server());
    if (!wish.continuous()) {
      return new Run(wish, id, new Counters()).once();
    }
    synchronized (jobs) {
      jobs.computeIfAbsent(id, key -> new Job(wish, id, node.name(), null, () -> {}).start());
    }
    return going(id);
  }

  private ObjectNode cancelled(JsonNode told) {
    List<String> ended =
        node.replications().stream().flatMap(other -> other.cancel(told).stream()).toList();
    if (ended.isEmpty()) {
      throw ApiException.notFound("missing");
    }
    return going(ended.get(0));
  }

  @Override
  public Optional<String> cancel(JsonNode told) {
    String id =
        told.has("replication_id")
            ? told.get("replication_id").asString("")
            : Wish.parse(told).fullId(server());
    synchronized (jobs) {
      Optional<Job> job = Optional.ofNullable(jobs.remove(id));
      job.ifPresent(Job::cancel);
      return job.map(any -> id);
    }
  }

  private static ObjectNode going(String id) {
    return JsonBody.EMPTY.tree().put("ok", true).put("_local_id", id);
  }

  // ---- _replicator ----

  private void look() {
    try {
      boolean first = node.isUp() && node.connected().get(0).equals(node.name());
      if (!first || node.findMap(DATABASE).isEmpty()) {
        cancelAll(Set.of());
        return;
      }
      String seq = node.database(DATABASE).updateSeq().asString("");
      if (!seq.equals(seen)) {
        seen = seq;
        read();
      }
    } catch (ApiException e) {
      LOG.debug("_replicator could not be read", e); // again at the next look
      seen = "";
    } catch (RuntimeException e) {
      LOG.warn("_replicator could not be read", e);
    }
  }

  private void read() {
    Set<String> wanted = new HashSet<>();
    Iterator<StoredDocument> all = node.database(DATABASE).documents(IdRange.ALL);
    while (all.hasNext()) {
      StoredDocument document = all.next();
      ObjectNode told = document.winner().body().tree();
      boolean done = List.of("completed", "failed").contains(state(told));
      if (!document.id().startsWith("_design/") && !done) {
        wanted.add(key(document.id(), told));
        start(document, told);
      }
    }
    cancelAll(wanted);
  }

  private static String state(ObjectNode told) {
    return told.path("_replication_state").asString("");
  }

  // A document that asks for something else is another job.
  private static String key(String document, ObjectNode told) {
    return DATABASE + "/" + document + "/" + told.toString().hashCode();
  }

  private void start(StoredDocument document, ObjectNode told) {
    String key = key(document.id(), told);
    synchronized (jobs) {
      if (jobs.containsKey(key)) {
        return;
      }
      try {
        Wish wish = Wish.parse(told);
        String id = wish.fullId(server());
        jobs.put(
            key,
            new Job(wish, id, node.name(), document.id(), () -> completed(key, document)).start());
      } catch (ApiException | IllegalArgumentException e) {
        mark(document, "failed", told.put("_replication_state_reason", e.getMessage()));
      }
    }
  }

  private void completed(String key, StoredDocument document) {
    Job job;
    synchronized (jobs) {
      job = jobs.remove(key);
    }
    if (job != null) {
      ObjectNode told = document.winner().body().tree();
      told.set("_replication_stats", job.stats());
      mark(document, "completed", told);
    }
  }

  private void mark(StoredDocument document, String state, ObjectNode told) {
    told.put("_replication_state", state);
    told.put("_replication_state_time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    RevisionLeaf leaf = document.winner();
    DocumentEdit edit =
        new DocumentEdit(
            document.id(),
            leaf.rev().pos(),
            leaf.revs(),
            false,
            JsonBody.of(told),
            leaf.attachments());
    var unused = node.database(DATABASE).write(List.of(edit), false, Validation.NONE);
  }

  private void cancelAll(Set<String> butThose) {
    synchronized (jobs) {
      jobs.entrySet()
          .removeIf(
              entry -> {
                boolean gone =
                    entry.getValue().document() != null && !butThose.contains(entry.getKey());
                if (gone) {
                  entry.getValue().cancel();
                }
                return gone;
              });
    }
  }

  // ---- the scheduler ----

  /** The jobs as {@code _scheduler/jobs} lists them: those of every connected node. */
  public List<ObjectNode> jobs() {
    return node.replications().stream().flatMap(other -> other.running().stream()).toList();
  }

  @Override
  public List<ObjectNode> running() {
    synchronized (jobs) {
      return jobs.values().stream().map(Job::toJob).toList();
    }
  }

  @Override
  public Optional<ObjectNode> runningFor(String document) {
    synchronized (jobs) {
      return Optional.ofNullable(jobs.get(document)).map(Job::toDocument);
    }
  }

  /**
   * The documents as {@code _scheduler/docs} lists them: those that run, on any connected node, and
   * those that are done.
   */
  public List<ObjectNode> documents() {
    List<ObjectNode> found = new ArrayList<>();
    if (node.findMap(DATABASE).isPresent()) {
      Iterator<StoredDocument> all = node.database(DATABASE).documents(IdRange.ALL);
      while (all.hasNext()) {
        StoredDocument document = all.next();
        if (!document.id().startsWith("_design/")) {
          found.add(describe(document));
        }
      }
    }
    return found;
  }

  private ObjectNode describe(StoredDocument document) {
    ObjectNode told = document.winner().body().tree();
    String key = key(document.id(), told);
    return node.replications().stream()
        .flatMap(other -> other.runningFor(key).stream())
        .findFirst()
        .orElseGet(() -> settled(document.id(), told));
  }

  private static ObjectNode settled(String document, ObjectNode told) {
    String state = state(told).isEmpty() ? "initializing" : state(told);
    ObjectNode json = JsonBody.EMPTY.tree().put("database", DATABASE).put("doc_id", document);
    json.putNull("id").put("source", url(told, "source")).put("target", url(told, "target"));
    json.put("state", state).put("error_count", state.equals("failed") ? 1 : 0);
    JsonNode stats = told.path("_replication_stats");
    if (stats instanceof ObjectNode object) {
      json.set("info", object.deepCopy().without("start_time"));
    } else {
      String reason = told.path("_replication_state_reason").asString("");
      json.set("info", JsonBody.EMPTY.tree().put("error", reason));
    }
    json.put("start_time", stats.path("start_time").asString(null));
    return json.put("last_updated", told.path("_replication_state_time").asString(null));
  }

  private static @Nullable String url(ObjectNode told, String member) {
    try {
      return Peer.parse(told.path(member)).toString();
    } catch (ApiException | IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    synchronized (jobs) {
      jobs.values().forEach(Job::cancel);
      jobs.clear();
    }
  }
}
