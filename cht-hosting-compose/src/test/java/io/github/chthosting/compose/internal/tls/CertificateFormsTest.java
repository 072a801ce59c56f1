package io.github.chthosting.compose.internal.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.plan.Finding;
import io.github.chthosting.platform.certificate.CertificateProblem;
import io.github.chthosting.platform.certificate.InvalidCertificateException;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import io.github.chthosting.platform.certificate.Pem;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import okhttp3.tls.HeldCertificate;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** Certificates and keys as authorities, Windows and other servers give them. */
class CertificateFormsTest extends CertificateFormsCase {
  @Test
  void anEditorsEncoding() throws Exception {
    for (Charset charset : List.of(UTF_8, UTF_16, UTF_16BE, UTF_16LE)) {
      for (String mark : List.of("", "\uFEFF")) {
        isRead(encoded(charset, mark + chain), encoded(charset, mark + key), 2);
      }
    }
    String indented = ("x\n" + chain + key).replace("\n", "\r\n  ");
    isRead(encoded(UTF_8, indented), encoded(UTF_8, indented), 2);
  }

  @Test
  void der() throws Exception {
    isRead(leaf.certificate().getEncoded(), leaf.keyPair().getPrivate().getEncoded(), 1);
    byte[] info = leaf.keyPair().getPrivate().getEncoded();
    byte[] sec1 = PrivateKeyInfo.getInstance(info).parsePrivateKey().toASN1Primitive().getEncoded();
    String pem = Pem.blocks(sec1).get(0).label();
    assertThat(pem).isEqualTo("EC PRIVATE KEY");
    HeldCertificate rsa = made.leaf().rsa2048().build();
    byte[] pkcs1 =
        PrivateKeyInfo.getInstance(rsa.keyPair().getPrivate().getEncoded())
            .parsePrivateKey()
            .toASN1Primitive()
            .getEncoded();
    assertThat(
            KeyedCertificate.read(
                    file("rsa.der", rsa.certificate().getEncoded()), file("rsa.key", pkcs1))
                .leaf())
        .isEqualTo(rsa.certificate());
  }

  @Test
  void whomOpensslTrustsItForIsLeftOut() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(leaf.certificate().getEncoded());
    bytes.writeBytes(new DERSequence(new DERUTF8String("cht")).getEncoded());
    String trusted = Pem.block("TRUSTED CERTIFICATE", bytes.toByteArray());
    isRead(
        encoded(US_ASCII, trusted + made.intermediate.certificatePem()), encoded(US_ASCII, key), 2);
    isRead(
        encoded(US_ASCII, chain.replace("CERTIFICATE", "X509 CERTIFICATE")),
        encoded(US_ASCII, key),
        2);
  }

  @Test
  void anRsaPssKeyIsReadAndNamed() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSASSA-PSS");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    X509Certificate certificate = pss(pair);
    KeyedCertificate read =
        KeyedCertificate.read(
            file("c", certificate.getEncoded()), file("k", pair.getPrivate().getEncoded()));
    InvalidCertificateException e =
        catchThrowableOfType(
            InvalidCertificateException.class,
            () -> read.check("cht", TestCertificates.NOW, List.of(made.root.certificate())));
    assertThat(e.problems())
        .containsExactly(
            Finding.error(
                CertificateProblem.KEY_KIND,
                "certificate",
                "its key is of the kind RSASSA-PSS, which Chrome and Android do not take: order one"
                    + " for an ordinary RSA or EC key",
                ""));
    assertThat(
            problem(certificate.getEncoded(), generator.generateKeyPair().getPrivate().getEncoded())
                .code())
        .isEqualTo(CertificateProblem.KEY_OF_ANOTHER.code());
  }

  private X509Certificate pss(KeyPair pair) throws Exception {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            made.root.certificate().getSubjectX500Principal(),
            BigInteger.TEN,
            Date.from(TestCertificates.NOW.minusSeconds(60)),
            Date.from(TestCertificates.NOW.plusSeconds(86_400)),
            new X500Principal("CN=cht"),
            pair.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, "cht")));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(made.root.keyPair().getPrivate())));
  }
}
