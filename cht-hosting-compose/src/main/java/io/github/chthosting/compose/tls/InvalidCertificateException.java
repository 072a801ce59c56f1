package io.github.chthosting.compose.tls;

import io.github.chthosting.HostingException;
import java.util.List;
import java.util.stream.Collectors;

/** A certificate that browsers or nginx would refuse. Nothing was changed. */
public class InvalidCertificateException extends HostingException {
  private static final long serialVersionUID = 1L;

  private final transient List<CertificateProblem> problems;

  InvalidCertificateException(String subject, List<CertificateProblem> problems) {
    super(
        "check " + subject,
        subject
            + " cannot be used: "
            + problems.stream().map(CertificateProblem::detail).collect(Collectors.joining("; "))
            + ". Nothing was changed.",
        false,
        null);
    this.problems = List.copyOf(problems);
  }

  /** All of them at once. */
  public List<CertificateProblem> problems() {
    return problems;
  }
}
