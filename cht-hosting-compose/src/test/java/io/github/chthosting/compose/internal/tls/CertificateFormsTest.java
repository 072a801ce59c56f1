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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
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
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys as authorities, Windows and other servers give them. */
class CertificateFormsTest {
  private final TestCertificates made = new TestCertificates();
  private final HeldCertificate leaf = made.leaf().build();
  private final String chain = leaf.certificatePem() + made.intermediate.certificatePem();
  private final String key = leaf.privateKeyPkcs8Pem();
  private final Path folder;

  CertificateFormsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path file(String name, byte[] bytes) throws Exception {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] encoded(Charset charset, String text) {
    return text.getBytes(charset);
  }

  private void isRead(byte[] certificate, byte[] keyBytes, int certificates) throws Exception {
    KeyedCertificate read = KeyedCertificate.read(file("c", certificate), file("k", keyBytes));
    assertThat(read.leaf()).isEqualTo(leaf.certificate());
    assertThat(read.chain()).hasSize(certificates);
    read.write(folder.resolve("out"));
    assertThat(KeyedCertificate.in(folder.resolve("out")).fingerprint())
        .isEqualTo(read.fingerprint());
  }

  private Finding problem(byte[] certificate, byte[] keyBytes) throws Exception {
    Path c = file("c", certificate);
    Path k = file("k", keyBytes);
    List<Finding> problems =
        catchThrowableOfType(InvalidCertificateException.class, () -> KeyedCertificate.read(c, k))
            .problems();
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

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

  private byte[] store(String type) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    store.setKeyEntry(
        "cht",
        leaf.keyPair().getPrivate(),
        "s3cret-phrase".toCharArray(),
        new Certificate[] {leaf.certificate(), made.intermediate.certificate()});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, "s3cret-phrase".toCharArray());
    return out.toByteArray();
  }

  @Test
  void keyStoresAreNamed() throws Exception {
    byte[] pkcs12 = store("PKCS12");
    Path file = file("cht.pfx", pkcs12);
    InvalidCertificateException e =
        catchThrowableOfType(
            InvalidCertificateException.class, () -> KeyedCertificate.read(file, file));
    assertThat(e.problems())
        .containsExactly(
            named(CertificateProblem.NO_CERTIFICATE, file), named(CertificateProblem.NO_KEY, file));
    assertThat(problem(store("JKS"), encoded(UTF_8, key)).detail())
        .contains(" is a key store of Java: keytool -importkeystore -srckeystore ");
  }

  private static Finding named(CertificateProblem kind, Path file) {
    return Finding.error(
        kind,
        "certificate",
        file
            + " is PKCS#12 (.pfx, .p12), which nginx does not read: openssl pkcs12 -in "
            + file
            + " -nodes -out "
            + file
            + ".pem, and name that file for both certificate and key",
        "");
  }

  @Test
  void pkcs7IsNamed() throws Exception {
    byte[] bytes =
        CertificateFactory.getInstance("X.509")
            .generateCertPath(List.of(leaf.certificate()))
            .getEncoded("PKCS7");
    for (byte[] form : List.of(bytes, encoded(US_ASCII, Pem.block("PKCS7", bytes)))) {
      assertThat(problem(form, encoded(UTF_8, key)).detail())
          .contains(
              " is PKCS#7 (.p7b), which nginx does not read: openssl pkcs7 -print_certs -in ");
    }
  }

  @Test
  void whatIsNotWhatWasAskedForIsNamed() throws Exception {
    byte[] request =
        new JcaPKCS10CertificationRequestBuilder(
                new X500Principal("CN=cht"), leaf.keyPair().getPublic())
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(leaf.keyPair().getPrivate()))
            .getEncoded();
    assertThat(problem(request, encoded(UTF_8, key)).detail())
        .endsWith(
            " is a request for a certificate: use the certificate that the authority has issued for it");
    byte[] publicKey = leaf.keyPair().getPublic().getEncoded();
    assertThat(problem(encoded(UTF_8, chain), publicKey).detail())
        .endsWith(
            "is a public key alone: use the private key that the certificate was ordered with");
    assertThat(problem(encoded(UTF_8, chain), leaf.certificate().getEncoded()).code())
        .isEqualTo(CertificateProblem.NO_KEY.code());
    byte[] ssh = encoded(UTF_8, Pem.block("OPENSSH PRIVATE KEY", new byte[] {1}));
    assertThat(problem(encoded(UTF_8, chain), ssh).detail()).contains(" is an OpenSSH key: ");
    for (byte[] nothing :
        List.of(new byte[0], new byte[] {0x30}, new byte[] {0x30, 0x03, 1}, new byte[3])) {
      assertThat(problem(nothing, encoded(UTF_8, key)).code())
          .isEqualTo(CertificateProblem.NO_CERTIFICATE.code());
    }
  }

  @Test
  void aKeyWithAPassPhraseInDer() throws Exception {
    byte[] locked =
        new JcaPKCS8Generator(
                leaf.keyPair().getPrivate(),
                new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .setPassword("s3cret-phrase".toCharArray())
                    .build())
            .generate()
            .getContent();
    assertThat(problem(encoded(UTF_8, chain), locked).code())
        .isEqualTo(CertificateProblem.KEY_ENCRYPTED.code());
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
