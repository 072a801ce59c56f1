package io.github.chthosting.compose.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.plan.Finding;
import io.github.chthosting.platform.certificate.InvalidCertificateException;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.io.TempDir;

/** A certificate, its chain and its key, written in many forms. */
abstract class CertificateFormsCase {
  @TempDir Path folder;

  final TestCertificates made = new TestCertificates();
  final HeldCertificate leaf = made.leaf().build();
  final String chain = leaf.certificatePem() + made.intermediate.certificatePem();
  final String key = leaf.privateKeyPkcs8Pem();

  Path file(String name, byte[] bytes) throws Exception {
    return Files.write(folder.resolve(name), bytes);
  }

  static byte[] encoded(Charset charset, String text) {
    return text.getBytes(charset);
  }

  void isRead(byte[] certificate, byte[] keyBytes, int certificates) throws Exception {
    KeyedCertificate read = KeyedCertificate.read(file("c", certificate), file("k", keyBytes));
    assertThat(read.leaf()).isEqualTo(leaf.certificate());
    assertThat(read.chain()).hasSize(certificates);
    read.write(folder.resolve("out"));
    assertThat(KeyedCertificate.in(folder.resolve("out")).fingerprint())
        .isEqualTo(read.fingerprint());
  }

  Finding problem(byte[] certificate, byte[] keyBytes) throws Exception {
    Path c = file("c", certificate);
    Path k = file("k", keyBytes);
    List<Finding> problems =
        catchThrowableOfType(InvalidCertificateException.class, () -> KeyedCertificate.read(c, k))
            .problems();
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }
}
