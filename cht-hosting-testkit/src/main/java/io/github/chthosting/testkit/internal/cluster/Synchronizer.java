package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.ServerThread;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Internal replication: brings {@code _dbs}, {@code _nodes} and shards to other nodes, some time
 * after a write. {@code _dbs} goes round in a ring, as mem3_sync does it. Thread-safe.
 */
public final class Synchronizer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Synchronizer.class);

  /** A file to be pushed from a node to another. */
  private record Job(Node source, String file, String target) {}

  private final Cluster cluster;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<Job> waiting = new LinkedHashSet<>();
  private final Set<Job> held = new LinkedHashSet<>();
  private final Set<Job> running = new HashSet<>();
  private boolean mapsPaused;
  private boolean shardsPaused;

  Synchronizer(Cluster cluster) {
    this.cluster = cluster;
    timer = new ScheduledThreadPoolExecutor(3, Synchronizer::thread);
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread thread(Runnable work) {
    return ServerThread.of(work, "couchdb-sync");
  }

  /** A file was written to: its changes go to whoever has a copy, as this node knows it. */
  void written(Node node, String file) {
    if (file.equals(Node.NODES)) {
      node.members().forEach(member -> push(node, file, member));
      pushMaps(node);
    } else if (file.equals(Node.DBS)) {
      pushMaps(node);
    } else {
      pushToCopies(node, file);
    }
  }

  private void pushMaps(Node node) {
    next(node).ifPresent(target -> push(node, Node.DBS, target));
  }

  /** The member after this one, round in a ring of those that it reaches. */
  private static java.util.Optional<String> next(Node node) {
    TreeSet<String> live = new TreeSet<>(node.members());
    live.removeIf(member -> node.reach(member).isEmpty());
    if (live.isEmpty()) {
      return java.util.Optional.empty();
    }
    String higher = live.higher(node.name());
    String next = higher == null ? live.first() : higher;
    return next.equals(node.name()) ? java.util.Optional.empty() : java.util.Optional.of(next);
  }

  private void pushToCopies(Node node, String file) {
    if (file.startsWith("shards/")) {
      Range range = Range.parse(file.substring(7, 24));
      node.findMap(Cluster.databaseOf(file))
          .map(map -> map.copies().stream())
          .orElseGet(java.util.stream.Stream::empty)
          .filter(copy -> copy.range().overlaps(range) && !copy.node().equals(node.name()))
          .forEach(copy -> push(node, file, copy.node()));
    }
  }

  /** {@code _sync_shards}: pushes every copy to every other one, as that node's map has them. */
  public void synchronize(Node coordinator, String database) {
    ShardMap map = coordinator.map(database);
    for (ShardCopy source : map.copies()) {
      for (ShardCopy target : map.copies()) {
        boolean other = !source.node().equals(target.node());
        if (other && source.range().overlaps(target.range())) {
          coordinator
              .reach(source.node())
              .ifPresent(
                  node -> schedule(new Job(node, source.file(), target.node()), Duration.ZERO));
        }
      }
    }
  }

  /** A node came up: it and its peers push all they share. */
  void connected(Node node) {
    for (Node peer : cluster.nodes()) {
      if (peer != node && node.reaches(peer)) {
        pushAll(node, peer);
        pushAll(peer, node);
      }
    }
  }

  private void pushAll(Node from, Node to) {
    push(from, Node.NODES, to.name());
    push(from, Node.DBS, to.name());
    for (String database : from.databases()) {
      from.findMap(database).stream()
          .flatMap(map -> map.copies().stream())
          .filter(copy -> copy.node().equals(from.name()))
          .forEach(copy -> pushToCopies(from, copy.file()));
    }
  }

  private void push(Node source, String file, String target) {
    boolean shard = file.startsWith("shards/");
    Duration delay = shard ? cluster.timing().syncDelay() : cluster.timing().mapDelay();
    schedule(new Job(source, file, target), delay);
  }

  private synchronized void schedule(Job job, Duration delay) {
    if (job.source().name().equals(job.target()) || !waiting.add(job)) {
      return;
    }
    try {
      var unused = timer.schedule(() -> run(job), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      waiting.remove(job); // the cluster is closing
    }
  }

  private void run(Job job) {
    if (!start(job)) {
      return;
    }
    try {
      new ShardPush(job.source(), job.file(), job.target()).run();
    } catch (ApiException e) {
      LOG.debug("{} of {} was not pushed to {}", job.file(), job.source().name(), job.target(), e);
    } catch (RuntimeException e) {
      LOG.warn("{} of {} was not pushed to {}", job.file(), job.source().name(), job.target(), e);
    } finally {
      end(job);
    }
  }

  /** A job that runs already waits for its next turn, so that it misses nothing. */
  private synchronized boolean start(Job job) {
    waiting.remove(job);
    boolean paused = job.file().startsWith("shards/") ? shardsPaused : mapsPaused;
    if (paused) {
      held.add(job);
      return false;
    }
    if (!running.add(job)) {
      schedule(job, Duration.ofMillis(5));
      return false;
    }
    return true;
  }

  private synchronized void end(Job job) {
    running.remove(job);
    notifyAll();
  }

  /** Holds back what {@code _dbs} and {@code _nodes} have to tell, until resumed. */
  public synchronized void pauseMaps() {
    mapsPaused = true;
  }

  /** Holds back what shards have to tell, until resumed. */
  public synchronized void pauseShards() {
    shardsPaused = true;
  }

  /** Goes on, with all that was held back. */
  public synchronized void resume() {
    mapsPaused = false;
    shardsPaused = false;
    List<Job> all = List.copyOf(held);
    held.clear();
    all.forEach(job -> schedule(job, Duration.ZERO));
  }

  /** Jobs of a node that wait or run. */
  public synchronized long backlog(Node node) {
    return running.stream().filter(job -> job.source() == node).count()
        + waiting.stream().filter(job -> job.source() == node).count();
  }

  /** Waits until nothing waits or runs, but for what is held back; false if it took too long. */
  public synchronized boolean awaitIdle(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!waiting.isEmpty() || !running.isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.min(50, left / 1_000_000 + 1));
    }
    return true;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("internal replication did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
