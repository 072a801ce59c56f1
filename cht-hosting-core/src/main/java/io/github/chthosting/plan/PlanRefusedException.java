package io.github.chthosting.plan;

import io.github.chthosting.HostingException;
import java.util.List;

/** What was asked for cannot be done safely. Nothing was changed. */
public class PlanRefusedException extends HostingException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // a list that List.copyOf made can be serialized
  private final List<String> reasons;

  /**
   * @param operation what was to be planned
   * @param reasons all of them, each with what to do about it
   */
  public PlanRefusedException(String operation, List<String> reasons) {
    super(operation, message(operation, reasons), false, null);
    this.reasons = List.copyOf(reasons);
  }

  /** Every reason at once, so that all can be seen to before the next attempt. */
  public List<String> reasons() {
    return reasons;
  }

  private static String message(String operation, List<String> reasons) {
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a refusal has a reason");
    }
    return operation + " refused: " + String.join("; ", reasons) + ". Nothing was changed.";
  }
}
