package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.platform.certificate.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import okhttp3.tls.HeldCertificate;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;

/** A root, an intermediate authority, and what they issue. */
final class TestCertificates {
  static final String DOMAIN = "cht.example.org";
  static final Instant NOW = now();

  private static final long FROM = NOW.minus(Duration.ofDays(365)).toEpochMilli();
  private static final long TO = NOW.plus(Duration.ofDays(365)).toEpochMilli();

  final HeldCertificate root =
      new HeldCertificate.Builder()
          .certificateAuthority(1)
          .commonName("Test Root")
          .validityInterval(FROM, TO)
          .build();
  final HeldCertificate intermediate =
      new HeldCertificate.Builder()
          .certificateAuthority(0)
          .signedBy(root)
          .commonName("Test Intermediate")
          .validityInterval(FROM, TO)
          .build();

  private static Instant now() {
    return Instant.now();
  }

  HeldCertificate.Builder leaf() {
    return new HeldCertificate.Builder()
        .signedBy(intermediate)
        .commonName(DOMAIN)
        .addSubjectAlternativeName(DOMAIN)
        .validityInterval(
            NOW.minus(Duration.ofDays(1)).toEpochMilli(),
            NOW.plus(Duration.ofDays(90)).toEpochMilli());
  }

  static Path write(Path file, String... texts) {
    try {
      return Files.writeString(file, String.join("", texts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A key in the form of {@code openssl ecparam -genkey}. */
  static String sec1(KeyPair pair) {
    ECPrivateKey key =
        new ECPrivateKey(
            256,
            ((java.security.interfaces.ECPrivateKey) pair.getPrivate()).getS(),
            SECObjectIdentifiers.secp256r1);
    try {
      return Pem.block("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded())
          + Pem.block("EC PRIVATE KEY", key.getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
