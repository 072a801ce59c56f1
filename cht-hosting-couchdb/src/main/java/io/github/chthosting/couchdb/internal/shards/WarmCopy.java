package io.github.chthosting.couchdb.internal.shards;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The progress of the index builder with one copy that nobody writes to now.
 *
 * <p>That an index is there and none is being built does not say that it is whole: {@code ken}
 * begins at the first change, builds what the file holds then, and when a change comes meanwhile it
 * leaves the file alone for 60 seconds (CouchDB 3.5.0, {@code ken_server:maybe_resubmit/2}). So
 * each index must have been taken up after the last write, or nothing must happen for longer than
 * that.
 */
final class WarmCopy {
  /**
   * Number of changes up to which {@code ken} calls a job short ({@code max_incremental_updates}).
   */
  static final long SHORT = 1000;

  /** A trace may be there a moment before the run that left it shows. */
  private static final int IDLE_LOOKS = 2;

  private final ShardFile file;
  private final List<KeptIndex> wanted;
  private final Set<String> earlierRuns;
  private final Map<String, JsonNode> earlierTraces;
  private final boolean isShort;
  private final Set<KeptIndex> renewed = new HashSet<>();
  private Map<String, JsonNode> traces;
  private long lastSign = System.nanoTime();
  private int idle;

  /**
   * @param tasks of all nodes, now
   */
  WarmCopy(ShardFile file, List<KeptIndex> wanted, JsonNode tasks) {
    this.file = file;
    this.wanted = wanted;
    this.earlierRuns = KeptIndex.runs(tasks, file).keySet();
    this.earlierTraces = KeptIndex.traces(file);
    this.traces = earlierTraces;
    this.isShort = file.requireInfo().updateSequence() <= SHORT;
  }

  /** Looks again. */
  void look(JsonNode tasks) {
    Map<String, JsonNode> runs = KeptIndex.runs(tasks, file);
    runs.forEach((run, task) -> began(run, task));
    if (!runs.isEmpty()) {
      sign();
      return;
    }
    Map<String, JsonNode> now = KeptIndex.traces(file);
    if (!now.equals(traces)) {
      traces = now;
      sign();
      renewed.addAll(wanted.stream().filter(this::isWrittenAnew).toList());
    }
    idle++;
  }

  private void sign() {
    lastSign = System.nanoTime();
    idle = 0;
  }

  private void began(String run, JsonNode task) {
    if (!earlierRuns.contains(run)) {
      wanted.stream().filter(index -> index.isBuiltBy(task)).forEach(renewed::add);
    }
  }

  private boolean isWrittenAnew(KeptIndex index) {
    JsonNode trace = traces.get(index.id());
    return index.kind() == KeptIndex.Kind.NOUVEAU
        && trace != null
        && !trace.equals(earlierTraces.get(index.id()));
  }

  /**
   * Returns whether all that is wanted is built.
   *
   * @param pause after which the builder has nothing left to do
   */
  boolean isWarm(Duration pause) {
    return missing().isEmpty()
        && idle >= IDLE_LOOKS
        && (isShort || renewed.containsAll(wanted) || isQuiet(pause));
  }

  /** Returns whether waiting on is of no use. */
  boolean isGivenUp(Duration pause) {
    return !missing().isEmpty() && isQuiet(pause);
  }

  private boolean isQuiet(Duration pause) {
    return System.nanoTime() - lastSign > pause.toNanos();
  }

  /** Returns what was never begun. */
  List<KeptIndex> missing() {
    return wanted.stream().filter(index -> !traces.containsKey(index.id())).toList();
  }

  /** Returns what is not known to be whole. */
  List<KeptIndex> unproven() {
    return wanted.stream()
        .filter(index -> !traces.containsKey(index.id()) || !renewed.contains(index))
        .toList();
  }

  ShardFile file() {
    return file;
  }
}
