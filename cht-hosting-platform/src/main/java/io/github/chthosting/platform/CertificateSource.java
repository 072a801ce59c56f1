package io.github.chthosting.platform;

import java.nio.file.Path;

/** The source of the certificate that users see. */
public sealed interface CertificateSource {

  /**
   * Returns the source by which the platform makes a certificate for itself; browsers warn of it.
   */
  static CertificateSource selfSigned() {
    return new SelfSigned();
  }

  /** Returns the source for a certificate of yours. */
  static CertificateSource ownCertificate(Path certificate, Path key) {
    return new OwnCertificate(certificate, key);
  }

  /**
   * Returns the source for a certificate of an ACME authority such as Let's Encrypt, by HTTP-01;
   * from CHT 4.2.
   */
  static CertificateSource acme(String email) {
    return new Acme(email);
  }

  /**
   * Returns the source for a certificate that the platform's load balancer has: on Amazon's by its
   * ARN, on Google's by the name of a managed certificate.
   */
  static CertificateSource loadBalancer(String reference) {
    return new LoadBalancer(reference);
  }

  /** The source of {@link #selfSigned()}. */
  record SelfSigned() implements CertificateSource {}

  /**
   * The source of {@link #ownCertificate(Path, Path)}.
   *
   * @param certificate PEM, the leaf first, then its chain; any file name
   * @param key PEM, of that certificate; any file name
   */
  record OwnCertificate(Path certificate, Path key) implements CertificateSource {}

  /**
   * The source of {@link #acme(String)}.
   *
   * @param email where the authority writes to
   */
  record Acme(String email) implements CertificateSource {}

  /**
   * The source of {@link #loadBalancer(String)}.
   *
   * @param reference an ARN, or the name of a managed certificate
   */
  record LoadBalancer(String reference) implements CertificateSource {}
}
