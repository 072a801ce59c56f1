package io.github.chthosting.plan;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A result of a check. Programs go by the code and the severity, never by the text.
 *
 * @param code the kind of finding, stable: {@code "host.port-taken"}; see {@link FindingCode}
 * @param severity how bad it is
 * @param subject what was looked at, in a few words: {@code "port 443"}
 * @param detail what was seen there; no credentials
 * @param nextStep what to do about it; empty if nothing
 */
public record Finding(
    String code, Severity severity, String subject, String detail, String nextStep) {
  private static final Pattern CODE = Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+");

  /** The levels of severity, from good to bad. */
  public enum Severity {
    /** The thing is as it should be. */
    OK,
    /** The thing works, and may hurt later; or it could not be looked at. */
    WARNING,
    /** The thing that was asked for cannot work until this is seen to. */
    ERROR
  }

  /**
   * Checks the texts.
   *
   * @throws IllegalArgumentException if the code is malformed, or the subject or detail is blank
   */
  public Finding {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("a code is like host.port-taken, not '" + code + "'");
    }
    if (subject.isBlank() || detail.isBlank()) {
      throw new IllegalArgumentException("a finding needs a subject and a detail");
    }
  }

  /** Returns a finding that all is as it should be. */
  public static Finding ok(FindingCode code, String subject, String detail) {
    return new Finding(code.code(), Severity.OK, subject, detail, "");
  }

  /** Returns a finding that something works, and may hurt later. */
  public static Finding warning(FindingCode code, String subject, String detail, String nextStep) {
    return new Finding(code.code(), Severity.WARNING, subject, detail, nextStep);
  }

  /** Returns a finding that something cannot work until it is seen to. */
  public static Finding error(FindingCode code, String subject, String detail, String nextStep) {
    return new Finding(code.code(), Severity.ERROR, subject, detail, nextStep);
  }

  /** Returns whether the finding is of that kind. */
  public boolean is(FindingCode kind) {
    return code.equals(kind.code());
  }

  /** Returns the worst severity of the findings; {@link Severity#OK} if there is none. */
  public static Severity worst(List<Finding> findings) {
    return findings.stream()
        .map(Finding::severity)
        .max(Comparator.naturalOrder())
        .orElse(Severity.OK);
  }

  /** Returns the detail and the next step, as a sentence or two. */
  public String explanation() {
    return nextStep.isEmpty() ? detail : detail + "; " + nextStep;
  }

  /** Returns {@code "ERROR port 443: taken by container web-1; stop it (host.port-taken)"}. */
  @Override
  public String toString() {
    return "%s %s: %s (%s)".formatted(severity, subject, explanation(), code);
  }
}
