package io.github.chthosting.compose.internal.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.plan.Finding;
import io.github.chthosting.platform.certificate.CertificateProblem;
import io.github.chthosting.platform.certificate.InvalidCertificateException;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import io.github.chthosting.platform.certificate.Pem;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

/** Forms that nginx does not read: each is named with what makes PEM of it. */
class UnreadFormsTest extends CertificateFormsCase {
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
}
