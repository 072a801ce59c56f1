package io.github.chthosting.platform.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

/** Checks of who has signed which certificate. */
final class Issued {
  private Issued() {}

  static boolean isSelfSigned(X509Certificate certificate) {
    return isIssuedBy(certificate, certificate);
  }

  /**
   * Tells whether the issuer signed the certificate, by name and by key: another of the same name
   * may have another key.
   */
  static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
