package io.github.chthosting.testkit.internal.cluster;

import java.time.Duration;

/** The time that CouchDB's background work takes here. Thread-safe. */
public final class Timing {
  private volatile Duration mapDelay = Duration.ofMillis(50);
  private volatile Duration syncDelay = Duration.ofMillis(50);
  private volatile Duration reshardTime = Duration.ofMillis(200);

  /**
   * Time from a change of {@code _dbs} or {@code _nodes} on a node until the next node knows it.
   */
  public Duration mapDelay() {
    return mapDelay;
  }

  public void mapDelay(Duration delay) {
    mapDelay = delay;
  }

  /** Time from a write to a shard until internal replication brings it to the other copies. */
  public Duration syncDelay() {
    return syncDelay;
  }

  public void syncDelay(Duration delay) {
    syncDelay = delay;
  }

  /** Returns how long a resharding job runs. */
  public Duration reshardTime() {
    return reshardTime;
  }

  public void reshardTime(Duration time) {
    reshardTime = time;
  }
}
