package io.github.chthosting.platform.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

/** Who has signed what. */
final class Issued {
  private Issued() {}

  static boolean isSelfSigned(X509Certificate certificate) {
    return isIssuedBy(certificate, certificate);
  }

  /** By its name, and by its key: another of the same name may have another. */
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
