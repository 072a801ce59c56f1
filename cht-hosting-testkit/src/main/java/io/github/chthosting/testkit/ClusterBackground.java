package io.github.chthosting.testkit;

import io.github.chthosting.testkit.internal.cluster.Cluster;
import java.time.Duration;

/** The reins of internal replication and resharding. */
record ClusterBackground(Cluster cluster) implements EmbeddedCouchDb.Background {

  @Override
  public EmbeddedCouchDb.Background mapDelay(Duration delay) {
    cluster.timing().mapDelay(delay);
    return this;
  }

  @Override
  public EmbeddedCouchDb.Background syncDelay(Duration delay) {
    cluster.timing().syncDelay(delay);
    return this;
  }

  @Override
  public EmbeddedCouchDb.Background reshardTime(Duration time) {
    cluster.timing().reshardTime(time);
    return this;
  }

  @Override
  public EmbeddedCouchDb.Background failReshards(String splitState, int times) {
    cluster.resharding().fail(splitState, times);
    return this;
  }

  @Override
  public void pauseMaps() {
    cluster.synchronizer().pauseMaps();
  }

  @Override
  public void pauseShards() {
    cluster.synchronizer().pauseShards();
  }

  @Override
  public void resume() {
    cluster.synchronizer().resume();
  }

  @Override
  public boolean awaitIdle(Duration atMost) throws InterruptedException {
    return cluster.synchronizer().awaitIdle(atMost);
  }
}
