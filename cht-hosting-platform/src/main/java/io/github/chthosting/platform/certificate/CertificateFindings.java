package io.github.chthosting.platform.certificate;

import io.github.chthosting.plan.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The check of a served certificate with the eyes of a user who types {@code domain}. */
public record CertificateFindings(String domain, Instant now) {
  /** Time before the end in which authorities renew: the last third of 90 days. */
  public static final Duration DUE = Duration.ofDays(30);

  /** Checks a certificate that is served, and whether it is the one that is stored. */
  public List<Finding> of(ServedCertificate served, Optional<KeyedCertificate> stored) {
    List<Finding> findings = new ArrayList<>();
    findings.add(dates(served));
    findings.add(name(served));
    if (served.isSelfSigned()) {
      findings.add(
          Finding.warning(
              CertificateProblem.SELF_SIGNED,
              "authority",
              "self-signed: browsers warn, and the app cannot be used",
              "install one from an authority"));
    }
    stored
        .filter(known -> !known.fingerprint().equals(served.fingerprint()))
        .ifPresent(known -> findings.add(notServed(served, known)));
    return findings;
  }

  private Finding dates(ServedCertificate served) {
    long days = Duration.between(now, served.until()).toDays();
    Instant from = served.leaf().getNotBefore().toInstant();
    if (now.isBefore(from)) {
      return Finding.error(
          CertificateProblem.NOT_YET_VALID,
          "dates",
          served + " is valid from " + from + ", and it is " + now,
          "check whether a clock is wrong");
    }
    if (now.isAfter(served.until())) {
      return Finding.error(CertificateProblem.EXPIRED, "dates", served + " has ended", "renew it");
    }
    return days < DUE.toDays()
        ? Finding.warning(
            CertificateProblem.DAYS_LEFT,
            "dates",
            served + " ends in " + days + " days",
            "renew it")
        : Finding.ok(CertificateProblem.DAYS_LEFT, "dates", served + " has " + days + " days left");
  }

  private Finding name(ServedCertificate served) {
    if (domain.isEmpty()) {
      return Finding.warning(
          CertificateProblem.NAME,
          "name",
          "COMMON_NAME is not in .env: not compared",
          "write the domain there");
    }
    return served.isFor(domain)
        ? Finding.ok(CertificateProblem.NAME, "name", domain)
        : Finding.error(
            CertificateProblem.NAME,
            "name",
            served + " is not for " + domain + ", which users type",
            "install one that is");
  }

  private static Finding notServed(ServedCertificate served, KeyedCertificate stored) {
    return Finding.error(
        CertificateProblem.NOT_SERVED,
        "reload",
        stored + " is in the volume, and nginx still serves " + served,
        "apply planReload()");
  }
}
