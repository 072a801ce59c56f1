package io.github.chthosting;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The state of a long operation at one moment.
 *
 * @param phase what it does now, in words for a person, such as {@code "backing up medic"}
 * @param done units done in the whole operation, never negative, never falling within one phase
 * @param total units to do, or -1 when that is not known
 * @param unit what is counted: {@code "documents"}, {@code "bytes"}
 * @param bytes bytes moved so far
 * @param elapsed since the operation started
 */
public record Progress(
    String phase, long done, long total, String unit, long bytes, Duration elapsed) {
  public Progress {
    if (done < 0 || total < -1 || bytes < 0) {
      throw new IllegalArgumentException(
          "progress counts must not be negative: " + done + "/" + total);
    }
  }

  /** Returns the units to do; empty when not known. */
  public OptionalLong knownTotal() {
    return total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
  }

  /** Returns {@code "backing up medic: 1,200 of 5,000 documents, 1.5 MB, 12.3 s"}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(phase);
    if (done > 0 || total > 0) {
      String of = total < 0 ? "" : String.format(Locale.ROOT, " of %,d", total);
      text.append(String.format(Locale.ROOT, ": %,d%s %s", done, of, unit).stripTrailing());
    }
    return text.append(bytes == 0 ? "" : ", " + ByteSize.format(bytes))
        .append(", ")
        .append(TimeSpan.format(elapsed))
        .toString();
  }
}
