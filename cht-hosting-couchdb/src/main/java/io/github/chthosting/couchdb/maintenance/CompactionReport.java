package io.github.chthosting.couchdb.maintenance;

import io.github.chthosting.ByteSize;
import java.util.List;

/**
 * The result of a round of compactions.
 *
 * @param done what was compacted, in order
 * @param left what was not, and why
 */
public record CompactionReport(List<Done> done, List<Left> left) {
  public CompactionReport {
    done = List.copyOf(done);
    left = List.copyOf(left);
  }

  /**
   * A file that was compacted.
   *
   * @param before as it was
   * @param after as it is now
   */
  public record Done(Fragmentation before, Fragmentation after) {}

  /**
   * A file that was left as it is.
   *
   * @param file which
   * @param reason why
   */
  public record Left(Fragmentation file, String reason) {}

  /** Returns the bytes freed, one copy of each range. */
  public long freed() {
    return done.stream()
        .mapToLong(one -> one.before().sizes().file() - one.after().sizes().file())
        .sum();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Done one : done) {
      text.append(
          "%-48s %s to %s%n"
              .formatted(
                  one.before().name(),
                  ByteSize.format(one.before().sizes().file()),
                  ByteSize.format(one.after().sizes().file())));
    }
    left.forEach(one -> text.append("left: %s: %s%n".formatted(one.file.name(), one.reason)));
    return text.append(done.size() + " compacted, " + left.size() + " left").toString();
  }
}
