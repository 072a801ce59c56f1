package io.github.chthosting.couchdb.replication;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.transfer.Choice;
import io.github.chthosting.http.Call;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The question whether a job has carried all that its source had at one moment. Sequences are
 * opaque and those of several shards have no order, so they are not compared: every change after
 * the one that the job is through must also be a change after that moment.
 */
final class CaughtUp {
  /** More than this behind is not caught up. */
  private static final int ROWS = 5_000;

  private final Database source;
  private final Choice choice;
  private final String moment;

  CaughtUp(Database source, Replication definition) {
    this.source = source;
    this.choice = choice(definition.options());
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
    Call call = choice.changes(source.name()).query("since", sequence).query("limit", ROWS);
    for (JsonNode row : Wire.of(source).json(call).path("results")) {
      rows.add(row.path("id").asString("") + row.path("changes"));
    }
    return rows;
  }

  private static Choice choice(ObjectNode options) {
    ObjectNode choice = options.objectNode();
    for (String name : List.of("selector", "filter", "query_params")) {
      if (options.has(name)) {
        choice.set(name, options.get(name));
      }
    }
    if (options.has("doc_ids")) {
      ArrayNode ids = choice.putArray("doc_ids");
      options.get("doc_ids").forEach(id -> ids.add(Replication.unescaped(id.asString(""))));
    }
    return new Choice(choice);
  }
}
