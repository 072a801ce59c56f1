package io.github.chthosting.health;

import java.util.Comparator;
import java.util.List;

/**
 * One thing that a check saw.
 *
 * @param severity how bad it is
 * @param subject what was looked at, in a word or two: {@code "port 443"}
 * @param detail what was seen and, unless all is well, what to do; no credentials
 */
public record Finding(Severity severity, String subject, String detail) {

  /** From good to bad. */
  public enum Severity {
    /** As it should be. */
    OK,
    /** Works, and may hurt later; or could not be looked at. */
    WARNING,
    /** What was asked for cannot work until this is seen to. */
    ERROR
  }

  public Finding {
    if (subject.isBlank() || detail.isBlank()) {
      throw new IllegalArgumentException("a finding has a subject and a detail");
    }
  }

  public static Finding ok(String subject, String detail) {
    return new Finding(Severity.OK, subject, detail);
  }

  public static Finding warning(String subject, String detail) {
    return new Finding(Severity.WARNING, subject, detail);
  }

  public static Finding error(String subject, String detail) {
    return new Finding(Severity.ERROR, subject, detail);
  }

  /** The worst of them; {@link Severity#OK} if there is none. */
  public static Severity worst(List<Finding> findings) {
    return findings.stream()
        .map(Finding::severity)
        .max(Comparator.naturalOrder())
        .orElse(Severity.OK);
  }

  /** {@code ERROR port 443: taken by container web-1; ...}. */
  @Override
  public String toString() {
    return severity + " " + subject + ": " + detail;
  }
}
