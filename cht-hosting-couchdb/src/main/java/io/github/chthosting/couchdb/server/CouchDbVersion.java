package io.github.chthosting.couchdb.server;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of CouchDB. Compared by its numbers; a suffix such as {@code -RC1} is ignored.
 *
 * @param major first number
 * @param minor second number
 * @param patch third number, 0 if there is none
 */
public record CouchDbVersion(int major, int minor, int patch)
    implements Comparable<CouchDbVersion> {
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?.*");
  private static final Comparator<CouchDbVersion> ORDER =
      Comparator.comparingInt(CouchDbVersion::major)
          .thenComparingInt(CouchDbVersion::minor)
          .thenComparingInt(CouchDbVersion::patch);

  /** A version by its first two numbers. */
  public static CouchDbVersion of(int major, int minor) {
    return new CouchDbVersion(major, minor, 0);
  }

  /** Returns whether {@link #parse} reads that text. */
  public static boolean isVersion(String text) {
    return NUMBERS.matcher(text).matches();
  }

  /**
   * Reads what {@code GET /} calls {@code version}.
   *
   * @throws IllegalArgumentException if it does not begin with two numbers
   */
  public static CouchDbVersion parse(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.matches()) {
      throw new IllegalArgumentException("not a version of CouchDB: " + text);
    }
    String patch = numbers.group(3);
    return new CouchDbVersion(
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  /** Returns whether this is {@code other} or later. */
  public boolean isAtLeast(CouchDbVersion other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(CouchDbVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
