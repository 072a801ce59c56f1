package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.ServerThread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Jobs that split shards. Thread-safe. */
public final class Resharding implements AutoCloseable {
  private static final String DISABLED = "Shard splitting disabled";

  private final Cluster cluster;
  private final Map<String, SplitJob> jobs = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;
  private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
  private @Nullable String stopReason;
  private boolean stopped;

  Resharding(Cluster cluster) {
    this.cluster = cluster;
    timer = new ScheduledThreadPoolExecutor(1, work -> ServerThread.of(work, "couchdb-reshard"));
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** The job for one copy; the one that is there already, if so. */
  public synchronized SplitJob create(Node node, ShardCopy copy) {
    String id = SplitJob.idOf(copy);
    SplitJob job = jobs.computeIfAbsent(id, key -> new SplitJob(key, node, copy, this::fails));
    if (stopped) {
      job.stop(DISABLED);
    } else {
      start(job);
    }
    return job;
  }

  private void start(SplitJob job) {
    if (job.start()) {
      schedule(job);
    }
  }

  private void schedule(SplitJob job) {
    long step = cluster.timing().reshardTime().toMillis() / SplitJob.STEPS;
    var unused =
        timer.schedule(
            () -> {
              if (job.stepOrWait()) {
                schedule(job);
              }
            },
            step,
            TimeUnit.MILLISECONDS);
  }

  /** Lets jobs fail at a step, as often as said. */
  public void fail(String splitState, int times) {
    SplitJob.requireState(splitState);
    failures.put(splitState, new AtomicInteger(times));
  }

  private boolean fails(String splitState) {
    AtomicInteger left = failures.get(splitState);
    return left != null && left.getAndDecrement() > 0;
  }

  /** All jobs of the nodes that this one is connected to, by node and id. */
  public List<SplitJob> jobs(Node node) {
    List<SplitJob> found = new ArrayList<>(jobs.values());
    found.removeIf(job -> !node.reaches(job.node()));
    found.sort(
        Comparator.comparing((SplitJob job) -> job.node().name()).thenComparing(SplitJob::id));
    return found;
  }

  /**
   * The job of that id.
   *
   * @throws ApiException 404
   */
  public SplitJob job(Node node, String id) {
    return Optional.ofNullable(jobs.get(id))
        .filter(job -> node.reaches(job.node()))
        .orElseThrow(() -> ApiException.notFound("missing"));
  }

  /** Forgets the jobs of a database that is gone. */
  void forget(String database) {
    jobs.values().stream()
        .filter(job -> Cluster.databaseOf(job.source().file()).equals(database))
        .forEach(this::remove);
  }

  /** Forgets a job. */
  public void remove(SplitJob job) {
    job.stop("removed");
    jobs.remove(job.id());
  }

  /** Lets a job go on that was stopped, or failed. */
  public synchronized void resume(SplitJob job) {
    if (!stopped) {
      job.forgive();
      start(job);
    }
  }

  /** Stops all jobs, and new ones. */
  public synchronized void stopAll(String reason) {
    stopped = true;
    stopReason = reason;
    jobs.values().forEach(job -> job.stop(DISABLED));
  }

  /** Lets all jobs go on. */
  public synchronized void startAll() {
    stopped = false;
    stopReason = null;
    jobs.values().forEach(this::start);
  }

  public synchronized boolean isStopped() {
    return stopped;
  }

  public synchronized @Nullable String stopReason() {
    return stopReason;
  }

  /** Running jobs of a node, as {@code _active_tasks} shows them. */
  ArrayNode tasks(Node node) {
    ArrayNode tasks = JsonNodeFactory.instance.arrayNode();
    jobs.values().stream()
        .filter(job -> job.node() == node && job.isRunning())
        .forEach(job -> tasks.add(job.toTask()));
    return tasks;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
