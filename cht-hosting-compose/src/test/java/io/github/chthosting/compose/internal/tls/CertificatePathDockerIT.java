package io.github.chthosting.compose.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL takes and refuses what we take and refuse. */
class CertificatePathDockerIT {
  private static final List<String> VERIFY =
      List.of(
          "openssl",
          "verify",
          "-no-CApath",
          "-no-CAfile",
          "-no-CAstore",
          "-partial_chain",
          "-purpose",
          "sslserver");

  private final Path folder;

  CertificatePathDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void opensslAgrees() throws Exception {
    SoftAssertions all = new SoftAssertions();
    for (Map.Entry<String, TestChains.Chain> each : TestChains.all().entrySet()) {
      all.assertThat(verifies(each.getValue()))
          .as(each.getKey())
          .isEqualTo(each.getValue().problem() == null);
    }
    all.assertAll();
  }

  private boolean verifies(TestChains.Chain chain) throws IOException, InterruptedException {
    List<X509Certificate> all = chain.chain();
    List<String> words = new ArrayList<>(VERIFY);
    words.addAll(List.of("-attime", String.valueOf(TestCertificates.NOW.getEpochSecond())));
    words.addAll(List.of("-trusted", file("trusted", List.of(chain.trusted()))));
    if (all.size() > 1) {
      words.addAll(List.of("-untrusted", file("rest", all.subList(1, all.size()))));
    }
    words.add(file("leaf", all.subList(0, 1)));
    Process openssl =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertThat(openssl.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return openssl.exitValue() == 0;
  }

  private String file(String name, List<X509Certificate> certificates) throws IOException {
    return Files.writeString(folder.resolve(name), TestChains.pem(certificates)).toString();
  }
}
