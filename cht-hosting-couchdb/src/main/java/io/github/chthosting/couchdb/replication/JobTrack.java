package io.github.chthosting.couchdb.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/** The observations of one job over time. Not thread-safe. */
final class JobTrack {
  private static final int SAMPLES = 720;
  private static final Duration PACE = Duration.ofMinutes(1);

  /**
   * @param carried changes of the source that are in the target
   * @param end changes of the source in all; -1 if not known
   */
  private record Sample(Instant at, long carried, long end, long written) {}

  private final Deque<Sample> samples = new ArrayDeque<>();
  private JobStatus mark;
  private Instant markedAt;

  JobTrack(Instant at, JobStatus job) {
    mark = job;
    markedAt = at;
  }

  void add(Instant at, JobStatus job) {
    boolean moved = job.counts().isAhead(mark.counts());
    if (moved || job.state() != mark.state() || job.counts().pending().orElse(1) == 0) {
      mark = job;
      markedAt = at;
    }
    long carried = number(job.counts().throughSequence());
    OptionalLong pending = job.counts().pending();
    long end = pending.isPresent() ? carried + pending.getAsLong() : -1;
    samples.addLast(new Sample(at, carried, end, job.counts().documentsWritten()));
    if (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
  }

  /**
   * Returns the number that a sequence begins with. CouchDB calls it opaque; it is used as a
   * measure.
   */
  static long number(String sequence) {
    int dash = sequence.indexOf('-');
    try {
      return Long.parseLong(dash < 0 ? sequence : sequence.substring(0, dash));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Returns the job as it was when it last moved, if that is long enough ago. */
  Optional<JobStatus> unmovedFor(Duration patience, Instant now) {
    return markedAt.plus(patience).isAfter(now) ? Optional.empty() : Optional.of(mark);
  }

  JobPace pace() {
    Sample now = samples.getLast();
    Sample before = before(now.at.minus(PACE));
    double seconds = Math.max(1e-9, Duration.between(before.at, now.at).toNanos() / 1e9);
    boolean one = before.at.equals(now.at);
    // A restarted job counts from nothing again.
    double written = one ? 0 : Math.max(0, now.written - before.written) / seconds;
    double changes = one ? 0 : Math.max(0, now.carried - before.carried) / seconds;
    long pending = now.end - now.carried;
    return new JobPace(
        written,
        changes,
        now.end < 0 ? OptionalLong.empty() : OptionalLong.of(pending),
        now.end < 0 ? Optional.empty() : lag(now),
        now.end < 0 ? Optional.empty() : toCatchUp(pending, changes));
  }

  private Sample before(Instant time) {
    Sample found = samples.getLast();
    for (Iterator<Sample> back = samples.descendingIterator(); back.hasNext(); ) {
      found = back.next();
      if (!found.at.isAfter(time)) {
        return found;
      }
    }
    return found;
  }

  private Optional<Duration> lag(Sample now) {
    if (now.end <= now.carried) {
      return Optional.of(Duration.ZERO);
    }
    for (Iterator<Sample> back = samples.descendingIterator(); back.hasNext(); ) {
      Sample sample = back.next();
      if (sample.end >= 0 && sample.end <= now.carried) {
        return Optional.of(Duration.between(sample.at, now.at));
      }
    }
    return Optional.empty();
  }

  private static Optional<Duration> toCatchUp(long pending, double changesPerSecond) {
    if (pending == 0) {
      return Optional.of(Duration.ZERO);
    }
    return changesPerSecond > 0
        ? Optional.of(Duration.ofMillis((long) (1000 * pending / changesPerSecond)))
        : Optional.empty();
  }
}
