package io.github.chthosting.testkit.internal.http;

import java.util.List;

/** A version of CouchDB that a server answers as. */
public record ServerVersion(int major, int minor, int patch) {
  /** The version that the contract was seen on last. */
  public static final ServerVersion NEWEST = new ServerVersion(3, 5, 2);

  private static final List<ServerVersion> KNOWN = List.of(new ServerVersion(3, 3, 3), NEWEST);

  /**
   * Reads {@code 3.5.2}.
   *
   * @throws IllegalArgumentException if the contract was not seen on that version
   */
  public static ServerVersion parse(String text) {
    return KNOWN.stream()
        .filter(known -> known.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The embedded CouchDB answers as one of the versions "
                        + KNOWN
                        + ", not as "
                        + text
                        + "."));
  }

  /** Returns whether it is older than the first release of {@code otherMajor.otherMinor}. */
  public boolean isBefore(int otherMajor, int otherMinor) {
    return major < otherMajor || (major == otherMajor && minor < otherMinor);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
