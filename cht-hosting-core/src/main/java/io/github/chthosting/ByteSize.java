package io.github.chthosting;

/** Formats a number of bytes for a person to read. */
public final class ByteSize {
  private ByteSize() {}

  /** Returns {@code "1.5 MB"} for 1,500,000. The units are powers of a thousand. */
  public static String format(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.95 && unit < 4) {
      value /= 1000;
      unit++;
    }
    return "%.1f %sB".formatted(value, "kMGTP".charAt(unit));
  }
}
