package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A job that splits one copy of a range in two, in the steps that CouchDB names. Thread-safe. */
public final class SplitJob {
  private static final Logger LOG = LoggerFactory.getLogger(SplitJob.class);
  private static final List<String> STATES =
      List.of(
          "initial_copy",
          "topoff1",
          "build_indices",
          "topoff2",
          "copy_local_docs",
          "update_shardmap",
          "wait_source_close",
          "topoff3",
          "source_delete");

  /** The state in which a job begins that is taken up in another state than it can begin in. */
  private static final Map<String, String> RESTARTS =
      Map.of(
          "build_indices", "topoff1",
          "topoff2", "topoff1",
          "copy_local_docs", "topoff1",
          "topoff3", "wait_source_close",
          "source_delete", "wait_source_close");

  /** Number of steps of a job. */
  static final int STEPS = STATES.size();

  private final String id;
  private final Node node;
  private final ShardCopy source;
  private final ShardSplit split;
  private final Predicate<String> fails;
  private final ArrayNode history = Json.object().putArray("history");
  private String state = "new";
  private int next;
  private @Nullable String reason;
  private Instant started = Instant.EPOCH;
  private Instant updated = now();

  SplitJob(String id, Node node, ShardCopy source, Predicate<String> fails) {
    this.fails = fails;
    this.id = id;
    this.node = node;
    this.source = source;
    split = new ShardSplit(node, source);
    note("new", null);
  }

  static String idOf(ShardCopy copy) {
    try {
      byte[] text = (copy.file() + copy.node()).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return "001-" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  public String id() {
    return id;
  }

  public Node node() {
    return node;
  }

  public ShardCopy source() {
    return source;
  }

  /** {@code new}, {@code running}, {@code stopped}, {@code completed} or {@code failed}. */
  public synchronized String state() {
    return state;
  }

  public synchronized @Nullable String reason() {
    return reason;
  }

  synchronized boolean isRunning() {
    return state.equals("running");
  }

  private void note(String type, @Nullable String detail) {
    updated = now();
    history
        .addObject()
        .put("timestamp", updated.toString())
        .put("type", type)
        .put("detail", detail);
  }

  /** Returns whether it was not running, and is now. */
  synchronized boolean start() {
    if (!state.equals("new") && !state.equals("stopped")) {
      return false;
    }
    state = "running";
    reason = null;
    started = now();
    note("running", STATES.get(next));
    return true;
  }

  /** A failed job may start again, from where CouchDB takes it up. */
  synchronized void forgive() {
    if (state.equals("failed")) {
      state = "stopped";
      takeUp();
    }
  }

  /** Stops it, if it is not at its end. */
  public synchronized void stop(String why) {
    if (state.equals("running") || state.equals("new")) {
      state = "stopped";
      reason = why;
      note("stopped", why);
    }
  }

  /** A step, or none while the node is down; false if no step follows. */
  synchronized boolean stepOrWait() {
    if (isRunning() && !node.isUp()) {
      takeUp();
      return true;
    }
    return isRunning() && step();
  }

  /** A node that comes up begins where CouchDB takes the job up again. */
  private void takeUp() {
    next = STATES.indexOf(RESTARTS.getOrDefault(STATES.get(next), STATES.get(next)));
  }

  private boolean step() {
    try {
      String step = STATES.get(next);
      fail(step);
      work(step);
      fail("after " + step);
    } catch (RuntimeException e) {
      LOG.warn("splitting {} failed", source.file(), e);
      state = "failed";
      reason = String.valueOf(e.getMessage());
      note("failed", reason);
      return false;
    }
    next++;
    if (next < STEPS) {
      note("running", STATES.get(next));
      return true;
    }
    state = "completed";
    note("completed", null);
    return false;
  }

  static void requireState(String splitState) {
    if (!STATES.contains(splitState.replaceFirst("^after ", ""))) {
      throw new IllegalArgumentException("no state of a split: " + splitState);
    }
  }

  private void fail(String moment) {
    if (fails.test(moment)) {
      throw new IllegalStateException("told to fail in " + moment);
    }
  }

  private void work(String step) {
    switch (step) {
      case "initial_copy" -> split.create();
      case "topoff1", "topoff2", "topoff3" -> split.copy();
      case "copy_local_docs" -> split.copyLocalDocuments();
      case "update_shardmap" -> split.changeMap();
      case "source_delete" -> split.deleteSource();
      default -> {
        // nothing is indexed ahead here, and nobody keeps a file open
      }
    }
  }

  /** The job as {@code _reshard/jobs} shows it. */
  public synchronized ObjectNode toJson() {
    ObjectNode json = Json.object().put("id", id).put("type", "split");
    json.put("source", source.file());
    split.targets().forEach(json.putArray("target")::add);
    json.put("job_state", state);
    json.put("split_state", splitState());
    ObjectNode info = json.putObject("state_info");
    if (reason != null) {
      info.put("reason", reason);
    }
    json.put("node", node.name());
    json.put("start_time", started.toString()).put("update_time", updated.toString());
    json.set("history", history.deepCopy());
    return json;
  }

  private String splitState() {
    if (next == STEPS) {
      return "completed";
    }
    return started.equals(Instant.EPOCH) ? "new" : STATES.get(next);
  }

  synchronized ObjectNode toTask() {
    ObjectNode task = Json.object().put("node", node.name()).put("type", "shard_splitting");
    task.put("phase", splitState()).put("source", source.file()).put("jobid", id);
    task.put("started_on", started.getEpochSecond());
    return task.put("updated_on", updated.getEpochSecond());
  }
}
