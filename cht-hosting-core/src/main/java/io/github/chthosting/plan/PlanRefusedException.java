package io.github.chthosting.plan;

import io.github.chthosting.HostingException;
import java.util.List;
import java.util.stream.Stream;

/** Says that what was asked for cannot be done safely. Nothing was changed. */
public class PlanRefusedException extends HostingException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // a list that List.copyOf made can be serialized
  private final List<String> reasons;

  private final transient List<Finding> findings;

  /**
   * Creates a refusal for reasons in words.
   *
   * @param operation what was to be planned
   * @param reasons all of them, each with what to do about it
   */
  public PlanRefusedException(String operation, List<String> reasons) {
    this(operation, reasons, List.of());
  }

  /**
   * Creates a refusal of which some reasons have codes.
   *
   * @param operation what was to be planned, or done
   * @param reasons those in words, each with what to do about it
   * @param findings those that a program may go by; they are added to the reasons
   */
  public PlanRefusedException(String operation, List<String> reasons, List<Finding> findings) {
    this(words(reasons, findings), operation, List.copyOf(findings));
  }

  private PlanRefusedException(List<String> all, String operation, List<Finding> findings) {
    super(operation, message(operation, all), false, null);
    this.reasons = all;
    this.findings = findings;
  }

  private static List<String> words(List<String> reasons, List<Finding> findings) {
    return Stream.concat(
            reasons.stream(),
            findings.stream().map(each -> each.subject() + ": " + each.explanation()))
        .toList();
  }

  /** Returns every reason at once, so that all can be seen to before the next attempt. */
  public List<String> reasons() {
    return reasons;
  }

  /** Returns those reasons that have a code. */
  public List<Finding> findings() {
    return findings;
  }

  private static String message(String operation, List<String> reasons) {
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a refusal needs a reason");
    }
    return operation + " refused: " + String.join("; ", reasons) + ". Nothing was changed.";
  }
}
