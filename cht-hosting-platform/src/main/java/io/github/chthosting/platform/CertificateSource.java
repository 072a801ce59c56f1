package io.github.chthosting.platform;

import java.nio.file.Path;

/** Where the certificate that nginx serves comes from. */
public sealed interface CertificateSource {

  /** One that nginx makes for itself; browsers warn of it. */
  static CertificateSource selfSigned() {
    return new SelfSigned();
  }

  /** One of yours. */
  static CertificateSource ownCertificate(Path certificate, Path key) {
    return new OwnCertificate(certificate, key);
  }

  /** One from an ACME authority such as Let's Encrypt, by HTTP-01; from CHT 4.2. */
  static CertificateSource acme(String email) {
    return new Acme(email);
  }

  /** See {@link #selfSigned()}. */
  record SelfSigned() implements CertificateSource {}

  /**
   * See {@link #ownCertificate(Path, Path)}.
   *
   * @param certificate PEM, the leaf first, then its chain; any file name
   * @param key PEM, of that certificate; any file name
   */
  record OwnCertificate(Path certificate, Path key) implements CertificateSource {}

  /**
   * See {@link #acme(String)}.
   *
   * @param email where the authority writes to
   */
  record Acme(String email) implements CertificateSource {}
}
