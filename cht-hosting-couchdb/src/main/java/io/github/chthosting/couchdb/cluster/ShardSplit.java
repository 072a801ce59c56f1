package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.internal.shards.CopiesProof;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies;
import io.github.chthosting.couchdb.internal.shards.Leftover;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.shards.Shard;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One round of CouchDB's own splitting: every copy of every range becomes two. */
final class ShardSplit {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int ATTEMPTS = 3;

  /** Time without writes after which a file that is in no map counts as left behind. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  /** The states from which on the map is changed, and the last writes are in the source alone. */
  private static final Set<String> LATE =
      Set.of("update_shardmap", "wait_source_close", "topoff3", "source_delete", "completed");

  private final CouchDb couch;
  private final String database;
  private final int q;
  private final Duration limit;
  private final Marks marks;
  private final WorkContext context;
  private final Map<String, Integer> attempts = new HashMap<>();

  ShardSplit(CouchDb couch, SplitShards step, Duration limit, Marks marks, WorkContext context) {
    this.couch = couch;
    this.database = step.db();
    this.q = step.q();
    this.limit = limit;
    this.marks = marks;
    this.context = context;
  }

  void run() {
    if (!marks.all().containsKey("rows")) {
      WorkMark.requireNone(Wire.of(couch), database, "split of " + database);
      // Each copy is split alone, and its file deleted.
      CopiesProof.of(couch.database(database), "split of " + database, context).require();
      marks.put("rows", Long.toString(rows()));
    }
    start();
    Waiting.until(
        this::isOver,
        limit,
        POLL,
        context,
        "split of " + database,
        () -> "its jobs are not done: " + jobs() + ". " + why());
    verify();
    jobs().forEach(this::delete);
  }

  private String why() {
    String reader = "A read that a killed node left open holds the old file for up to 5 minutes. ";
    boolean held = jobs().stream().anyMatch(job -> job.splitState().equals("wait_source_close"));
    return (held ? reader : "") + "They go on: resume";
  }

  /** Each copy has a job of its own; a node that was down when the others got theirs has none. */
  private void start() {
    List<Job> jobs = jobs();
    jobs.stream().filter(Job::isStopped).forEach(job -> state(job, "running"));
    for (Shard shard : Cluster.of(couch).shards(database).shards()) {
      for (String node : shard.nodes()) {
        boolean known =
            jobs.stream().anyMatch(job -> job.node().equals(node) && job.isOf(shard.range()));
        if (isOfThisRound(shard.range()) && !known) {
          start(shard.range(), node);
        }
      }
    }
  }

  private void start(ShardRange range, String node) {
    Map<String, String> job =
        Map.of("type", "split", "db", database, "range", range.toString(), "node", node);
    try {
      JsonNode answers = couch.request("POST", "_reshard", "jobs").body(job).json();
      for (JsonNode answer : answers) {
        if (!answer.path("ok").asBoolean(false)) {
          throw refused(range, node, answer.path("reason").asString(""), null);
        }
      }
    } catch (CouchDbException e) {
      throw refused(range, node, e.getMessage(), e);
    }
  }

  private HostingException refused(
      ShardRange range, String node, @Nullable String reason, @Nullable Exception cause) {
    return new HostingException(
        "split of " + database,
        "split of %s: %s refused %s: %s. What was started goes on: resume"
            .formatted(database, node, range, reason),
        false,
        cause);
  }

  /** A job of a range that this round splits. */
  private record Job(
      String id, String node, String source, String state, String splitState, String reason) {

    static Job of(JsonNode job) {
      return new Job(
          job.path("id").asString(""),
          job.path("node").asString(""),
          job.path("source").asString(""),
          job.path("job_state").asString(""),
          job.path("split_state").asString(""),
          job.path("state_info").path("reason").asString(""));
    }

    ShardRange range() {
      return ShardRange.parse(source.substring(7, 24));
    }

    boolean isOf(ShardRange range) {
      return range().equals(range);
    }

    boolean isFailed() {
      return state.equals("failed");
    }

    /** Tells whether the job was stopped, the state in which an interrupted roll back leaves it. */
    boolean isStopped() {
      return state.equals("stopped");
    }

    boolean isLate() {
      return LATE.contains(splitState);
    }

    @Override
    public String toString() {
      String where = state.equals(splitState) ? state : state + " in " + splitState;
      return source + " on " + node + " " + where;
    }
  }

  private List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : couch.request("GET", "_reshard", "jobs").json().path("jobs")) {
      String source = job.path("source").asString("");
      if (source.matches("shards/[0-9a-f-]{17}/" + Pattern.quote(database) + "\\.[0-9]+")
          && isOfThisRound(ShardRange.parse(source.substring(7, 24)))) {
        jobs.add(Job.of(job));
      }
    }
    return jobs;
  }

  /** Jobs of earlier rounds stay in CouchDB's list: theirs are wider ranges. */
  private boolean isOfThisRound(ShardRange range) {
    long width = range.last() - range.first() + 1;
    long wanted = (ShardRange.HIGHEST + 1) / (q / 2);
    return Math.abs(width - wanted) <= q;
  }

  private boolean isOver() {
    List<Job> jobs = jobs();
    jobs.stream().filter(Job::isFailed).forEach(this::goOn);
    return jobs.stream().allMatch(job -> job.state().equals("completed"))
        && Cluster.of(couch).shards(database).q() == q;
  }

  /** CouchDB goes on with a failed job from where it was: nothing is copied twice, nothing left. */
  private void goOn(Job job) {
    if (job.splitState().equals("update_shardmap") && finished(job)) {
      delete(job);
      return;
    }
    if (attempts.merge(job.id(), 1, Integer::sum) > ATTEMPTS) {
      throw new VerificationFailedException(
          "split of " + database,
          "split of %s: %s failed again and again: %s. No file was deleted. See the log of that node, then resume; do not delete the job, it may hold the last writes"
              .formatted(database, job, job.reason()),
          null);
    }
    state(job, "running");
  }

  /**
   * A job whose node that edits the map was killed between the edit and its answer: the map is
   * changed, and CouchDB 3.5.0 fails for ever on changing it again. The last writes are in the
   * source alone, so what CouchDB would have copied now is copied here.
   */
  private boolean finished(Job job) {
    ShardMap map = Cluster.of(couch).shards(database);
    ShardRange source = job.range();
    Wire wire = Wire.of(couch);
    Map<ShardRange, ShardFile> parts = new HashMap<>();
    for (Shard shard : map.shards()) {
      if (shard.nodes().contains(job.node()) && shard.range().equals(source)) {
        return false;
      }
      if (shard.nodes().contains(job.node()) && source.contains(shard.range().first())) {
        String name = job.source().replaceFirst(source.toString(), shard.range().toString());
        parts.put(shard.range(), new ShardFile(wire, job.node(), name));
      }
    }
    ShardFile left = new ShardFile(wire, job.node(), job.source());
    if (parts.size() < 2 || left.info().isEmpty()) {
      return false;
    }
    long brought = new Leftover(left, parts, map.partitioned(), context).bringOver(QUIET);
    context.progress(
        "%s: finished what CouchDB could not, %d revisions".formatted(job, brought),
        brought,
        brought,
        "revisions",
        0);
    return true;
  }

  private void state(Job job, String wanted) {
    couch
        .request("PUT", "_reshard", "jobs", job.id(), "state")
        .body(Map.of("state", wanted))
        .json();
  }

  /** Deletions stay as rows, so while it is written to the number can only grow. */
  private void verify() {
    long before = Long.parseLong(marks.all().getOrDefault("rows", "0"));
    Waiting.until(
        () -> rows() >= before,
        Duration.ofSeconds(30),
        POLL,
        context,
        "split of " + database,
        () ->
            "%s has %d documents and deletions, before it had %d. The files from before are in CouchDB's .recovery folder if it is set up so; restore what is missing from a copy"
                .formatted(database, rows(), before));
    List<Finding> broken =
        ClusterLayout.of(couch).findings().stream()
            .filter(finding -> LayoutProblem.isOf(database, finding))
            .filter(LayoutProblem::forbidsMoves)
            .toList();
    if (!broken.isEmpty()) {
      throw new VerificationFailedException(
          "split of " + database, "split of %s: the map is %s".formatted(database, broken), null);
    }
  }

  private long rows() {
    return DatabaseCopies.read(Wire.of(couch), database).rows();
  }

  /** Gives the jobs up, as long as none has come to change the map. */
  void rollBack() {
    jobs().forEach(job -> state(job, "stopped"));
    List<Job> jobs = jobs();
    if (Cluster.of(couch).shards(database).q() != q / 2 || jobs.stream().anyMatch(Job::isLate)) {
      jobs.forEach(job -> state(job, "running"));
      throw new PlanRefusedException(
          "roll back of the split of " + database,
          List.of("some ranges are split already, and cannot be merged: resume instead"));
    }
    jobs.forEach(this::delete);
  }

  private void delete(Job job) {
    couch.request("DELETE", "_reshard", "jobs", job.id()).repeatable().json();
  }
}
