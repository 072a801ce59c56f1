package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.platform.certificate.KeyedCertificate;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A weak certificate, as they were made long ago. */
final class WeakCertificate {
  private WeakCertificate() {}

  static KeyedCertificate of(String domain) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      KeyPair pair = generator.generateKeyPair();
      X500Principal subject = new X500Principal("CN=" + domain);
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              BigInteger.TEN,
              Date.from(TestCertificates.NOW.minusSeconds(60)),
              Date.from(TestCertificates.NOW.plusSeconds(86_400)),
              subject,
              pair.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, domain)));
      return new KeyedCertificate(
          List.of(
              new JcaX509CertificateConverter()
                  .getCertificate(
                      builder.build(
                          new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())))),
          pair.getPrivate(),
          "weak");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
