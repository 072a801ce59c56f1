package io.github.chthosting.couchdb.replication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.RawRequest;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a job has carried all that its source had at one moment. Sequences are opaque and those
 * of several shards have no order, so they are not compared: every change after the one that the
 * job is through must also be a change after that moment.
 */
final class CaughtUp {
  /** More than this behind is not caught up. */
  private static final int ROWS = 5_000;

  private final Database source;
  private final ObjectNode choice;
  private final String moment;

  CaughtUp(Database source, Replication definition) {
    this.source = source;
    this.choice = definition.options();
    this.moment = source.info().updateSequence();
  }

  boolean test(JobStatus status) {
    String through = status.counts().throughSequence();
    if (through.isEmpty() || !mayHaveCarried(status)) {
      return false;
    }
    Set<String> behind = after(through);
    return behind.isEmpty() || (behind.size() < ROWS && after(moment).containsAll(behind));
  }

  private static boolean mayHaveCarried(JobStatus status) {
    return status.state() == JobState.RUNNING
        || status.state() == JobState.COMPLETED
        || status.state() == JobState.PENDING;
  }

  private Set<String> after(String sequence) {
    Set<String> rows = new HashSet<>();
    JsonNode answer = changes().query("since", sequence).query("limit", ROWS).json();
    for (JsonNode row : answer.path("results")) {
      rows.add(row.path("id").asText() + row.path("changes"));
    }
    return rows;
  }

  private RawRequest changes() {
    if (choice.has("doc_ids") || choice.has("selector")) {
      String name = choice.has("doc_ids") ? "doc_ids" : "selector";
      return source
          .request("POST", "_changes")
          .repeatable()
          .query("filter", "_" + name)
          .body(chosen(name));
    }
    RawRequest request = source.request("GET", "_changes").query("style", "all_docs");
    if (choice.has("filter")) {
      request = request.query("filter", choice.path("filter").asText());
      for (var parameter : choice.path("query_params").properties()) {
        request = request.query(parameter.getKey(), parameter.getValue().asText());
      }
    }
    return request;
  }

  private ObjectNode chosen(String name) {
    ObjectNode body = choice.objectNode();
    if (name.equals("selector")) {
      body.set(name, choice.get(name));
    } else {
      var ids = body.putArray(name);
      choice.get(name).forEach(id -> ids.add(Replication.unescaped(id.asText())));
    }
    return body;
  }
}
