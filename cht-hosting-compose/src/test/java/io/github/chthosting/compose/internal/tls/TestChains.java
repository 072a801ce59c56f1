package io.github.chthosting.compose.internal.tls;

import static io.github.chthosting.compose.internal.tls.TestCertificates.NOW;

import io.github.chthosting.platform.certificate.CertificateProblem;
import io.github.chthosting.platform.certificate.Pem;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import okhttp3.tls.HeldCertificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Files of certificates as they come, good and bad, by name. */
final class TestChains {
  /**
   * A file.
   *
   * @param chain of the file, the server's own first
   * @param trusted by the clients
   * @param problem that clients have with it; null for none
   */
  record Chain(
      List<X509Certificate> chain, X509Certificate trusted, @Nullable CertificateProblem problem) {}

  private final TestCertificates made = new TestCertificates();
  private final X509Certificate root = made.root.certificate();
  private final X509Certificate between = made.intermediate.certificate();
  private final X509Certificate leaf = made.leaf().build().certificate();
  private final Map<String, Chain> chains = new LinkedHashMap<>();

  private TestChains() {}

  static Map<String, Chain> all() {
    try {
      TestChains chains = new TestChains();
      chains.plain();
      chains.crossSigned();
      chains.notAllowed();
      chains.over();
      return chains.chains;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(
      String name,
      @Nullable CertificateProblem problem,
      X509Certificate trusted,
      X509Certificate... chain) {
    chains.put(name, new Chain(List.of(chain), trusted, problem));
  }

  private void plain() {
    X509Certificate stranger = new TestCertificates().intermediate.certificate();
    add("whole", null, root, leaf, between);
    add("with its root", null, root, leaf, between, root);
    add("in another order", null, root, leaf, root, between);
    add("one twice", null, root, leaf, leaf, between, between);
    add(
        "a stranger beside",
        null,
        root,
        leaf,
        authority("Other", 1, 365).build().certificate(),
        between);
    add("the intermediate is trusted", null, between, leaf);
    add("nothing but its own", CertificateProblem.CHAIN_INCOMPLETE, root, leaf);
    add("a namesake instead", CertificateProblem.CHAIN_BROKEN, root, leaf, stranger);
    add("another root is trusted", CertificateProblem.CHAIN_INCOMPLETE, stranger, leaf, between);
  }

  /**
   * Cross-signed chains as Let's Encrypt had one, when the root that signed its own root too was
   * over, or is gone.
   */
  private void crossSigned() {
    HeldCertificate gone = authority("Gone Root", 2, 365).build();
    HeldCertificate cross = crossOf(gone, 365);
    HeldCertificate over = crossOf(gone, -1);
    add("cross-signed by one that is gone", null, root, leaf, between, cross.certificate());
    add("cross-signed, and that is over", null, root, leaf, between, over.certificate());
    add(
        "the elder is the one that is trusted",
        null,
        gone.certificate(),
        leaf,
        between,
        cross.certificate());
    add(
        "the elder alone, and that is over",
        CertificateProblem.EXPIRED,
        gone.certificate(),
        leaf,
        between,
        over.certificate());
    add(
        "both ways, one over",
        null,
        gone.certificate(),
        leaf,
        over.certificate(),
        between,
        cross.certificate());
  }

  private HeldCertificate crossOf(HeldCertificate elder, int days) {
    return authority("Test Root", 1, days).keyPair(made.root.keyPair()).signedBy(elder).build();
  }

  private static HeldCertificate.Builder authority(String name, int below, int days) {
    return new HeldCertificate.Builder()
        .certificateAuthority(below)
        .commonName(name)
        .validityInterval(
            NOW.minus(Duration.ofDays(400)).toEpochMilli(),
            NOW.plus(Duration.ofDays(days)).toEpochMilli());
  }

  private void notAllowed() throws Exception {
    HeldCertificate noAuthority =
        made.leaf().signedBy(made.root).commonName("No Authority").build();
    add(
        "issued by one that may not",
        CertificateProblem.CHAIN_BROKEN,
        root,
        by(noAuthority),
        noAuthority.certificate());
    HeldCertificate second = authority("Second", 0, 365).signedBy(made.intermediate).build();
    add(
        "a path that is too long",
        CertificateProblem.CHAIN_BROKEN,
        root,
        by(second),
        second.certificate(),
        between);
    add(
        "for clients only",
        CertificateProblem.PURPOSE,
        root,
        purpose(KeyPurposeId.id_kp_clientAuth),
        between);
    add("for servers", null, root, purpose(KeyPurposeId.id_kp_serverAuth), between);
  }

  private void over() {
    HeldCertificate ended = authority("Ended", 0, -1).signedBy(made.root).build();
    add(
        "an intermediate that is over",
        CertificateProblem.EXPIRED,
        root,
        by(ended),
        ended.certificate());
    HeldCertificate endedRoot = authority("Ended Root", 1, -1).build();
    HeldCertificate below = authority("Below", 0, 365).signedBy(endedRoot).build();
    add(
        "a root that is over",
        CertificateProblem.EXPIRED,
        endedRoot.certificate(),
        by(below),
        below.certificate());
  }

  private X509Certificate by(HeldCertificate issuer) {
    return made.leaf().signedBy(issuer).build().certificate();
  }

  private X509Certificate purpose(KeyPurposeId purpose) throws Exception {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            between.getSubjectX500Principal(),
            BigInteger.TWO,
            Date.from(NOW.minusSeconds(60)),
            Date.from(NOW.plusSeconds(86_400)),
            new X500Principal("CN=" + TestCertificates.DOMAIN),
            leaf.getPublicKey());
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(made.intermediate.keyPair().getPrivate())));
  }

  static String pem(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    certificates.forEach(
        each -> {
          try {
            text.append(Pem.block("CERTIFICATE", each.getEncoded()));
          } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
          }
        });
    return text.toString();
  }
}
