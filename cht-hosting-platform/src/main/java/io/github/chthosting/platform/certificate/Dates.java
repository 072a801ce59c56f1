package io.github.chthosting.platform.certificate;

import io.github.chthosting.plan.Finding;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Checks of the time in which a certificate is valid. */
final class Dates {
  private Dates() {}

  static boolean includes(X509Certificate certificate, Instant now) {
    return !isOver(certificate, now) && !isToCome(certificate, now);
  }

  private static boolean isOver(X509Certificate certificate, Instant now) {
    return now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static boolean isToCome(X509Certificate certificate, Instant now) {
    return now.isBefore(certificate.getNotBefore().toInstant());
  }

  static void check(X509Certificate certificate, Instant now, List<Finding> problems) {
    String words = CertificateRules.words(certificate);
    if (isOver(certificate, now)) {
      problems.add(
          CertificateProblem.EXPIRED.found(
              words + " was valid until " + certificate.getNotAfter().toInstant() + ": renew it"));
    }
    if (isToCome(certificate, now)) {
      problems.add(
          CertificateProblem.NOT_YET_VALID.found(
              words
                  + " is valid from "
                  + certificate.getNotBefore().toInstant()
                  + ", and the clock of this host says "
                  + now
                  + ": set the clock, or wait"));
    }
  }
}
