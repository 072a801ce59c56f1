package io.github.chthosting.couchdb.replication;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the scheduler's documents and jobs, and the running tasks, into one picture. */
final class SchedulerReader {
  private static final int PAGE = 1000;

  private final Wire wire;
  private final String database;

  SchedulerReader(Wire wire, String database) {
    this.wire = wire;
    this.database = database;
  }

  ReplicatorStatus read(List<String> documents, List<String> paused) {
    Map<String, JobParts> parts = new TreeMap<>();
    // Tasks first and documents last: a job that ends meanwhile is then seen as ended, not as lost.
    for (JsonNode task : wire.json(Call.of("GET", "_active_tasks"))) {
      if (task.path("type").asString("").equals("replication") && isOurs(task.path("database"))) {
        part(parts, task, "replication_id").task(task);
      }
    }
    for (JsonNode job : pages("jobs", "_scheduler", "jobs")) {
      if (isOurs(job.path("database"))) {
        part(parts, job, "id").job(job);
      }
    }
    for (JsonNode doc : pages("docs", "_scheduler", "docs", database)) {
      part(parts, doc, "id").document(doc);
    }
    return picture(parts, documents, paused);
  }

  private ReplicatorStatus picture(
      Map<String, JobParts> parts, List<String> documents, List<String> paused) {
    Set<String> known = new TreeSet<>(documents);
    for (String id : known) {
      parts.computeIfAbsent(id, name -> new JobParts(id));
    }
    for (String id : paused) {
      if (!known.contains(id)) {
        parts.computeIfAbsent(id, name -> new JobParts(id)).paused();
      }
    }
    Stream<JobStatus> jobs =
        parts.values().stream().map(part -> part.status(known.contains(part.id())));
    return new ReplicatorStatus(Instant.now(), database, jobs.toList());
  }

  /**
   * Returns whether it is ours: a task names the shard of the replicator database, a job the
   * database or nothing.
   */
  private boolean isOurs(JsonNode name) {
    if (!name.isString()) {
      return true;
    }
    String text = name.asString("");
    return text.equals(database)
        || (text.startsWith("shards/")
            && text.matches("shards/[^/]+/\\Q" + database + "\\E\\.\\d+"));
  }

  private static JobParts part(Map<String, JobParts> parts, JsonNode json, String replicationId) {
    String id = json.path("doc_id").asString("");
    // "null" is what a job of _replicate has for a document.
    String document = id.equals("null") ? "" : id;
    String key = document.isEmpty() ? "\uffff" + json.path(replicationId).asString("") : document;
    return parts.computeIfAbsent(key, name -> new JobParts(document));
  }

  private List<JsonNode> pages(String member, String... path) {
    List<JsonNode> all = new ArrayList<>();
    while (true) {
      Call call = Call.of("GET", path).query("limit", PAGE).query("skip", all.size());
      JsonNode page = wire.json(call).path(member);
      page.forEach(all::add);
      if (page.size() < PAGE) {
        return all;
      }
    }
  }
}
