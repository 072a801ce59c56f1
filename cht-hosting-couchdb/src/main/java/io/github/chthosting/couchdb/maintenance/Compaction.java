package io.github.chthosting.couchdb.maintenance;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.operation.Operations;
import java.time.Clock;
import java.util.function.Predicate;

/**
 * Compacts databases and indexes of views, one at a time, those with the most to free first: only
 * within a window of time, and only while there is room for a whole second copy of the files. Not
 * thread-safe; {@link #start} may be called again.
 *
 * <pre>{@code
 * CompactionReport report =
 *     Compaction.of(couch, () -> dataFolder.toFile().getUsableSpace())
 *         .within(new TimeWindow(LocalTime.of(22, 0), LocalTime.of(4, 0), zone))
 *         .start()
 *         .await();
 * }</pre>
 *
 * <p>CouchDB compacts the ranges of a database on all nodes at once, beside the old files, which it
 * deletes at the end. So a node that holds everything needs as many bytes as the files have now. No
 * data can be lost: a compaction that is cut is begun again or goes on.
 */
public final class Compaction {
  private final CouchDb couch;
  private final FreeDisk freeDisk;
  private Predicate<String> databases = name -> true;
  private TimeWindow window = TimeWindow.ALWAYS;
  private double leastShare = 0.3;
  private long leastBytes = 10_000_000;
  private long reserve = 1_000_000_000;
  private boolean views = true;
  private Clock clock = Clock.systemUTC();

  private Compaction(CouchDb couch, FreeDisk freeDisk) {
    this.couch = couch;
    this.freeDisk = freeDisk;
  }

  /**
   * Returns compactions of that server.
   *
   * @param freeDisk how many bytes are free, of several nodes on the one with the least. CouchDB
   *     cannot tell, and nothing is compacted on a guess
   */
  public static Compaction of(CouchDb couch, FreeDisk freeDisk) {
    return new Compaction(couch, freeDisk);
  }

  /** Chooses the databases, with their views. Default all. */
  public Compaction databases(Predicate<String> chosen) {
    databases = chosen;
    return this;
  }

  /** Limits it to this part of the day. What has begun at its end is waited for. Default always. */
  public Compaction within(TimeWindow time) {
    window = time;
    return this;
  }

  /** Limits it to files of which a compaction frees at least this share. Default 0.3. */
  public Compaction leastShare(double share) {
    if (share < 0 || share > 1) {
      throw new IllegalArgumentException("a share must be from 0 to 1, not " + share);
    }
    leastShare = share;
    return this;
  }

  /** Limits it to files of which a compaction frees at least these bytes. Default 10 MB. */
  public Compaction leastBytes(long bytes) {
    leastBytes = bytes;
    return this;
  }

  /** Sets the bytes that must stay free beside the second copy. Default 1 GB. */
  public Compaction reserve(long bytes) {
    reserve = bytes;
    return this;
  }

  /** Leaves the indexes of views alone. */
  public Compaction withoutViews() {
    views = false;
    return this;
  }

  /** Returns what time it is. Default this machine's clock. */
  Compaction clock(Clock other) {
    clock = other;
    return this;
  }

  /**
   * Starts it. Cancelling it starts no further compaction; the one under way runs on in CouchDB,
   * which has no call to end it for a whole cluster. The end of the window ends it too.
   */
  public Operation<CompactionReport> start() {
    CompactionRun.Settings settings =
        new CompactionRun.Settings(
            databases, window, leastShare, leastBytes, reserve, views, clock);
    return Operations.start(
        "compaction", context -> new CompactionRun(couch, freeDisk, settings, context).run());
  }
}
