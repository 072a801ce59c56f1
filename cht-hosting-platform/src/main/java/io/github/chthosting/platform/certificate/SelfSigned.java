package io.github.chthosting.platform.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates that vouch for themselves. */
public final class SelfSigned {
  /** Validity of a certificate made here; browsers accept 398 days at most. */
  private static final Duration LIFE = Duration.ofDays(397);

  private static final SecureRandom RANDOM = new SecureRandom();

  private SelfSigned() {}

  /**
   * Returns a new key (P-256) and certificate, valid for 397 days from an hour before {@code now},
   * so that clocks that are a little behind take it.
   *
   * @param names DNS names or IP addresses, the first is the subject
   */
  public static KeyedCertificate of(List<String> names, Instant now) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a certificate needs a name");
    }
    try {
      KeyPair pair = keys();
      X509Certificate certificate = sign(names, now, pair);
      return new KeyedCertificate(List.of(certificate), pair.getPrivate(), "self-signed");
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("a certificate for " + names + " cannot be made", e);
    }
  }

  /** Returns a new key, P-256. */
  public static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has P-256", e);
    }
  }

  private static X509Certificate sign(List<String> names, Instant now, KeyPair pair)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    X500Principal subject = new X500Principal("CN=" + names.get(0));
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            new BigInteger(120, RANDOM).setBit(120),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(LIFE)),
            subject,
            pair.getPublic());
    GeneralName[] alternatives =
        names.stream().map(SelfSigned::alternative).toArray(GeneralName[]::new);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  private static GeneralName alternative(String name) {
    boolean address = name.matches("[0-9.]+") || name.contains(":");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }
}
