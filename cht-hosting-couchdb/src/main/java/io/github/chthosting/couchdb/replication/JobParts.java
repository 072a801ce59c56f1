package io.github.chthosting.couchdb.replication;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The statements of the three places about one job, before they are put together. */
final class JobParts {
  private final String id;
  private JsonNode document = MissingNode.getInstance();
  private JsonNode job = MissingNode.getInstance();
  private JsonNode task = MissingNode.getInstance();
  private int jobs;
  private int tasks;
  private boolean paused;

  JobParts(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  void document(JsonNode json) {
    document = json;
  }

  void job(JsonNode json) {
    // Of two jobs for one document the one that runs is shown.
    job = jobs++ == 0 || json.path("pid").isString() ? json : job;
  }

  void task(JsonNode json) {
    task = json;
    tasks++;
  }

  void paused() {
    paused = true;
  }

  JobStatus status(boolean hasDocument) {
    List<JobEvent> history = history();
    return new JobStatus(
        id,
        text("id", document, job).or(() -> text("replication_id", task)),
        state(),
        text("source", document, job, task).orElse(""),
        text("target", document, job, task).orElse(""),
        text("node", document, job, task),
        text("start_time", document, job).flatMap(JobParts::time),
        updated(history),
        errors(history),
        failure(history),
        counts(),
        history,
        hasDocument,
        jobs,
        tasks);
  }

  private JobState state() {
    if (paused) {
      return JobState.PAUSED;
    }
    if (document.path("state").isString()) {
      return JobState.of(document.path("state").asString(""));
    }
    if (tasks > 0 || job.path("pid").isString()) {
      return JobState.RUNNING;
    }
    if (jobs == 0) {
      return JobState.UNSCHEDULED;
    }
    String last = job.path("history").path(0).path("type").asString("");
    return last.equals("crashed") ? JobState.CRASHING : JobState.PENDING;
  }

  private JobCounts counts() {
    // The running task is updated first, then the job, then what the documents are joined with.
    for (JsonNode info : new JsonNode[] {task, job.path("info"), document.path("info")}) {
      if (info.has("docs_written")) {
        return JobCounts.of(info);
      }
    }
    return JobCounts.none();
  }

  private List<JobEvent> history() {
    List<JobEvent> events = new ArrayList<>();
    for (JsonNode event : job.path("history")) {
      Optional<Instant> at = text("timestamp", event).flatMap(JobParts::time);
      Optional<JobFailure> failure = text("reason", event).map(JobFailure::of);
      at.ifPresent(
          time -> events.add(new JobEvent(time, event.path("type").asString(""), failure)));
    }
    return events;
  }

  private int errors(List<JobEvent> history) {
    return document.has("error_count")
        ? document.path("error_count").asInt(0)
        : (int)
            history.stream()
                .filter(event -> !event.type().equals("started"))
                .takeWhile(event -> event.type().equals("crashed"))
                .count();
  }

  /** CouchDB 2.x has the error as a string, 3.x as a member of an object. */
  private Optional<JobFailure> failure(List<JobEvent> history) {
    if (!state().isRetrying() && state() != JobState.FAILED) {
      return Optional.empty();
    }
    JsonNode info = document.path("info");
    return text("error", info)
        .or(() -> Optional.ofNullable(info.stringValue(null)))
        .map(JobFailure::of)
        .or(() -> history.stream().flatMap(event -> event.failure().stream()).findFirst());
  }

  private Optional<Instant> updated(List<JobEvent> history) {
    if (task.path("updated_on").isNumber()) {
      return Optional.of(Instant.ofEpochSecond(task.path("updated_on").asLong(0)));
    }
    return text("last_updated", document)
        .flatMap(JobParts::time)
        .or(() -> history.stream().map(JobEvent::at).findFirst());
  }

  private static Optional<String> text(String member, JsonNode... places) {
    return Stream.of(places)
        .map(place -> place.path(member))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .findFirst();
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
