package io.github.chthosting.platform;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A selection of an instance's log lines. Immutable: every method returns a changed copy.
 *
 * @param services whose; empty for all
 * @param since when; null for the beginning
 * @param tail so many of the last lines of each service at most; -1 for all
 * @param matching what a line must contain; null for any
 * @param follow whether to wait for more when all were told
 */
public record LogQuery(
    Set<String> services,
    @Nullable Instant since,
    int tail,
    @Nullable Pattern matching,
    boolean follow) {
  public LogQuery {
    services = Set.copyOf(services);
    if (tail < -1) {
      throw new IllegalArgumentException("a tail must not be negative: " + tail);
    }
  }

  /** Returns a query for every line that is kept. */
  public static LogQuery all() {
    return new LogQuery(Set.of(), null, -1, null, false);
  }

  /** Returns a query for these services; without this for all. */
  public LogQuery services(String... names) {
    return new LogQuery(Set.of(names), since, tail, matching, follow);
  }

  /** Returns a query for lines from this moment on; without this from the beginning. */
  public LogQuery since(Instant time) {
    return new LogQuery(services, time, tail, matching, follow);
  }

  /**
   * Returns a query for at most so many of the last lines of each service; without this for all.
   */
  public LogQuery tail(int lines) {
    return new LogQuery(services, since, lines, matching, follow);
  }

  /** Returns a query for only those lines in which the pattern is found. */
  public LogQuery matching(Pattern pattern) {
    return new LogQuery(services, since, tail, pattern, follow);
  }

  /** Returns a query that waits for more when all lines were told. */
  public LogQuery following() {
    return new LogQuery(services, since, tail, matching, true);
  }

  /** Returns whether a text is wanted, as far as {@link #matching} goes. */
  public boolean wants(String text) {
    return matching == null || matching.matcher(text).find();
  }
}
