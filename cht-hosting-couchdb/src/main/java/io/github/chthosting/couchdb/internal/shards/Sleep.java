package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.OperationCancelledException;
import java.time.Duration;

/** Pauses between two looks at a server. */
final class Sleep {
  private Sleep() {}

  /** Sleeps; an interrupt ends the work, keeping the flag. */
  static void of(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException("shard move", "interrupted while waiting", e);
    }
  }
}
