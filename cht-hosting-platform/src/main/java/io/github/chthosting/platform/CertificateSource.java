package io.github.chthosting.platform;

import java.nio.file.Path;

/** The source of the certificate that nginx serves. */
public sealed interface CertificateSource {

  /** Returns the source by which nginx makes a certificate for itself; browsers warn of it. */
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
}
