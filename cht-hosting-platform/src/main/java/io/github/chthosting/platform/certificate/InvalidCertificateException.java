package io.github.chthosting.platform.certificate;

import io.github.chthosting.HostingException;
import io.github.chthosting.plan.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** A certificate that browsers or nginx would refuse. Nothing was changed. */
public class InvalidCertificateException extends HostingException {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> problems;

  InvalidCertificateException(String subject, List<Finding> problems) {
    super(
        "check " + subject,
        subject
            + " cannot be used: "
            + problems.stream().map(Finding::explanation).collect(Collectors.joining("; "))
            + ". Nothing was changed.",
        false,
        null);
    this.problems = List.copyOf(problems);
  }

  /** Returns all of them at once. */
  public List<Finding> problems() {
    return problems;
  }
}
