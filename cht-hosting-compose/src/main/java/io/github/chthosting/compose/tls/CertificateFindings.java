package io.github.chthosting.compose.tls;

import io.github.chthosting.health.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a served certificate looks like to a user who types {@code domain}. */
record CertificateFindings(String domain, Instant now) {

  List<Finding> of(ServedCertificate served, Optional<KeyedCertificate> stored) {
    List<Finding> findings = new ArrayList<>();
    findings.add(dates(served));
    findings.add(name(served));
    if (served.isSelfSigned()) {
      findings.add(
          Finding.warning("authority", "self-signed: browsers warn, and the app cannot be used"));
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
          "dates", served + " is valid from " + from + ", and it is " + now + ": is a clock off?");
    }
    if (now.isAfter(served.until())) {
      return Finding.error("dates", served + " has ended: renew it");
    }
    return days < Certificates.DUE.toDays()
        ? Finding.warning("dates", served + " ends in " + days + " days: renew it")
        : Finding.ok("dates", served + " has " + days + " days left");
  }

  private Finding name(ServedCertificate served) {
    if (domain.isEmpty()) {
      return Finding.warning("name", "COMMON_NAME is not in .env: not compared");
    }
    return served.isFor(domain)
        ? Finding.ok("name", domain)
        : Finding.error("name", served + " is not for " + domain + ", which users type");
  }

  private static Finding notServed(ServedCertificate served, KeyedCertificate stored) {
    return Finding.error(
        "reload",
        stored + " is in the volume, and nginx still serves " + served + ": it must be reloaded");
  }
}
