package io.github.chthosting;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the CHT, as its builds server names it: a release ({@code 5.0.2}), a pre-release
 * ({@code 5.1.0-beta.1}), a feature release ({@code 5.1.2-FR-name}) or a build of a branch ({@code
 * master}, {@code 5.2.0-9617-fix.1234}). Immutable and thread-safe.
 *
 * <p>Order: by number; of one number, first what was built before the release, then the release,
 * then its feature releases. A branch without a number comes after all numbers: it is taken to be
 * made from the newest source, which its name cannot prove. Source: {@code
 * scripts/build/versions.js} of medic/cht-core.
 */
public final class ChtVersion implements Comparable<ChtVersion> {
  /** The kinds of version, by what a name tells of how it was made. */
  public enum Kind {
    /** A published release, which never changes again. */
    RELEASE,
    /** {@code -alpha.N}, {@code -beta.N} or {@code -rc.N} of a release to come. */
    PRE_RELEASE,
    /** A release with one feature more. */
    FEATURE_RELEASE,
    /** A build of a branch, which may be built again under the same name at any time. */
    BRANCH
  }

  private static final Pattern NUMBERED =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(?:-([0-9A-Za-z][0-9A-Za-z.-]*))?");
  private static final Pattern ALMOST_NUMBERED = Pattern.compile("[vV]?\\d+(\\.\\w+)*");
  private static final Pattern PRE_RELEASE = Pattern.compile("(alpha|beta|rc)(\\.?\\d+)?");
  private static final Pattern BRANCH = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._/-]{0,199}");
  private static final int UNNUMBERED = -1;

  private static final Comparator<ChtVersion> ORDER =
      Comparator.comparing((ChtVersion v) -> !v.isNumbered())
          .thenComparingInt(v -> v.major)
          .thenComparingInt(v -> v.minor)
          .thenComparingInt(v -> v.patch)
          .thenComparingInt(ChtVersion::rank)
          .thenComparing(v -> v.suffix, ChtVersion::compareSuffixes)
          .thenComparing(v -> v.text);

  private final String text;
  private final Kind kind;
  private final int major;
  private final int minor;
  private final int patch;
  private final String suffix;

  private ChtVersion(String text, Kind kind, int major, int minor, int patch, String suffix) {
    this.text = text;
    this.kind = kind;
    this.major = major;
    this.minor = minor;
    this.patch = patch;
    this.suffix = suffix;
  }

  /**
   * Reads a version's name.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static ChtVersion of(String text) {
    Matcher numbered = NUMBERED.matcher(text);
    if (numbered.matches()) {
      return numbered(text, numbered);
    }
    if (ALMOST_NUMBERED.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a version: releases have three numbers, such as 5.0.2");
    }
    if (!BRANCH.matcher(text).matches() || text.contains("..") || text.endsWith("/")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a version: neither a release, such as 5.0.2, nor a branch's name");
    }
    return new ChtVersion(text, Kind.BRANCH, UNNUMBERED, UNNUMBERED, UNNUMBERED, "");
  }

  private static ChtVersion numbered(String text, Matcher matcher) {
    String suffix = matcher.group(4) == null ? "" : matcher.group(4);
    return new ChtVersion(
        text,
        kindOf(suffix),
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        suffix);
  }

  private static Kind kindOf(String suffix) {
    if (suffix.isEmpty()) {
      return Kind.RELEASE;
    }
    if (suffix.startsWith("FR-")) {
      return Kind.FEATURE_RELEASE;
    }
    return PRE_RELEASE.matcher(suffix.toLowerCase(Locale.ROOT)).matches()
        ? Kind.PRE_RELEASE
        : Kind.BRANCH;
  }

  /** Returns the kind of version that the name tells. */
  public Kind kind() {
    return kind;
  }

  /** Returns whether its name begins with three numbers; if not, {@link #major()} is -1. */
  public boolean isNumbered() {
    return major != UNNUMBERED;
  }

  /** Returns the first number, or -1. */
  public int major() {
    return major;
  }

  /** Returns the second number, or -1. */
  public int minor() {
    return minor;
  }

  /** Returns the third number, or -1. */
  public int patch() {
    return patch;
  }

  /**
   * Returns whether it has what came with {@code major.minor.0}, its pre-releases and branches
   * included. A branch without a number is taken to have everything.
   */
  public boolean isAtLeast(int wantedMajor, int wantedMinor) {
    return !isNumbered() || major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
  }

  /**
   * Returns the reason why this library cannot host it; empty for 4.x, 5.x and branches. 3.x ran in
   * one container (medic-os) and has been without support since November 2023.
   */
  public Optional<String> unsupported() {
    if (isNumbered() && major < 4) {
      return Optional.of(
          text + " cannot be hosted: 4.0.0 is the oldest; migrate a 3.x to 4.x with its data");
    }
    if (major > 5) {
      return Optional.of(text + " cannot be hosted: this library knows 4.x and 5.x");
    }
    return Optional.empty();
  }

  private int rank() {
    return switch (kind) {
      case PRE_RELEASE, BRANCH -> 0;
      case RELEASE -> 1;
      case FEATURE_RELEASE -> 2;
    };
  }

  /**
   * Compares suffixes (what follows the hyphen) in the order of Semantic Versioning 2.0.0, section
   * 11.
   */
  private static int compareSuffixes(String a, String b) {
    String[] left = a.split("\\.", -1);
    String[] right = b.split("\\.", -1);
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int compared = compareIdentifiers(left[i], right[i]);
      if (compared != 0) {
        return compared;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int compareIdentifiers(String a, String b) {
    boolean left = isNumber(a);
    boolean right = isNumber(b);
    if (left && right) {
      return Long.compare(Long.parseLong(a), Long.parseLong(b));
    }
    return left == right ? a.compareTo(b) : Boolean.compare(right, left);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 18
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(ChtVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChtVersion version && version.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns its name, as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
