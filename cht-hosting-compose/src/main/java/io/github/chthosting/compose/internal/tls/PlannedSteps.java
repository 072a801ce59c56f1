package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.compose.deployment.AcmeAuthority;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.plan.Step;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The steps that plans for certificates are made of, and the folders that they keep files in.
 *
 * @param now what folders are named after
 */
public record PlannedSteps(Instance instance, Instant now) {
  private static final Cost SECONDS = new Cost(0, 0, Duration.ofSeconds(3), Risk.REVERSIBLE);

  /** The folder of all certificates of an instance. */
  public static Path all(Instance instance) {
    return instance.layout().ownFolder().resolve("certificates");
  }

  /** A new folder for a certificate of some kind. */
  public Path folder(String kind) {
    return all(instance).resolve(kind + "-" + now.getEpochSecond());
  }

  /** The folder that will keep the certificate that is served now. */
  public Path kept() {
    return folder("before");
  }

  /** Serves what a step before has put into a folder. */
  public PlannedStep serve(Path folder) {
    return serve(folder, "");
  }

  public PlannedStep serve(Path folder, String fingerprint) {
    return serve(
        folder.resolve(KeyedCertificate.CERTIFICATE),
        folder.resolve(KeyedCertificate.KEY),
        fingerprint);
  }

  /**
   * Serves a certificate.
   *
   * @param fingerprint SHA-256 that must be served; empty if it is not known yet
   */
  public PlannedStep serve(Path certificate, Path key, String fingerprint) {
    return plan(
        new ServeCertificate(
            instance.layout(),
            certificate.toAbsolutePath(),
            key.toAbsolutePath(),
            fingerprint,
            kept()));
  }

  /** Has the instance's files say where its certificate comes from, unless they do. */
  public Optional<PlannedStep> mode(String wanted) {
    boolean set = instance.environment().get("CERTIFICATE_MODE").orElse("").equals(wanted);
    return set
        ? Optional.empty()
        : Optional.of(plan(new SetCertificateMode(instance.layout(), wanted)));
  }

  /**
   * Orders one.
   *
   * @param to folder for it; the key of the account is beside it, for the next time
   */
  public PlannedStep order(AcmeAuthority authority, String domain, String email, Path to) {
    String host = String.valueOf(authority.directory()).replaceAll("[^A-Za-z0-9.]+", "-");
    return plan(
        new OrderCertificate(
            instance.layout(),
            List.of(domain),
            email,
            authority.directory(),
            trusted(authority),
            to.resolveSibling("account-" + host + ".pem"),
            to));
  }

  /** Has certbot order one, and what it gets served. */
  public List<PlannedStep> certbot(
      AcmeAuthority authority, String image, String domain, String email, String volume) {
    String server = CertbotRules.server(authority).orElseThrow();
    return List.of(
        plan(
            new WriteCertbot(
                instance.layout(), image, email, domain, server, trusted(authority), volume)),
        plan(new RunCertbot(instance.layout(), kept())));
  }

  private static String trusted(AcmeAuthority authority) {
    return authority.trusted().map(pem -> pem.toAbsolutePath().toString()).orElse("");
  }

  public PlannedStep plan(Step step) {
    return step.costing(SECONDS);
  }
}
