package io.github.chthosting.testkit.internal.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/** A part of the hash space, both ends included. */
public record Range(long begin, long end) implements Comparable<Range> {
  private static final long SPACE = 1L << 32;

  public Range {
    if (begin < 0 || begin > end || end >= SPACE) {
      throw new IllegalArgumentException("no range: " + begin + "-" + end);
    }
  }

  /**
   * Reads {@code 00000000-1fffffff}.
   *
   * @throws IllegalArgumentException if it is not such a text
   */
  public static Range parse(String text) {
    if (!text.matches("[0-9a-fA-F]{8}-[0-9a-fA-F]{8}")) {
      throw new IllegalArgumentException("no range: " + text);
    }
    return new Range(Long.parseLong(text, 0, 8, 16), Long.parseLong(text, 9, 17, 16));
  }

  /** The whole space in {@code q} parts, as mem3_util makes them: the last one takes the rest. */
  public static List<Range> split(int q) {
    return new Range(0, SPACE - 1).parts(q);
  }

  /** Splits this range into {@code count} parts, ascending. */
  public List<Range> parts(int count) {
    long size = (end - begin + 1) / count;
    List<Range> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long first = begin + i * size;
      parts.add(new Range(first, i == count - 1 ? end : first + size - 1));
    }
    return parts;
  }

  /** CRC-32 (IEEE) of the text in UTF-8. */
  public static long hash(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  public boolean contains(long hash) {
    return begin <= hash && hash <= end;
  }

  public boolean overlaps(Range other) {
    return begin <= other.end && other.begin <= end;
  }

  @Override
  public int compareTo(Range other) {
    int first = Long.compare(begin, other.begin);
    return first != 0 ? first : Long.compare(end, other.end);
  }

  /** {@code 00000000-1fffffff}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%08x-%08x", begin, end);
  }
}
