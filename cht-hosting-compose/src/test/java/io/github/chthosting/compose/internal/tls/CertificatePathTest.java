package io.github.chthosting.compose.internal.tls;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.platform.certificate.CertificateProblem;
import io.github.chthosting.platform.certificate.InvalidCertificateException;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CertificatePathTest {
  private static final PrivateKey ANY =
      new HeldCertificate.Builder().build().keyPair().getPrivate();

  @TestFactory
  List<DynamicTest> isJudgedAsClientsDo() {
    return TestChains.all().entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> judged(each)))
        .toList();
  }

  private static void judged(Map.Entry<String, TestChains.Chain> each) {
    TestChains.Chain chain = each.getValue();
    List<CertificateProblem> expected =
        chain.problem() == null ? List.of() : List.of(chain.problem());
    assertThat(kinds(chain)).isEqualTo(expected);
  }

  /** The problems of a chain, the first of each kind. */
  private static List<CertificateProblem> kinds(TestChains.Chain chain) {
    try {
      KeyedCertificate.of(chain.chain(), ANY)
          .check("", TestCertificates.NOW, List.of(chain.trusted()));
      return List.of();
    } catch (InvalidCertificateException e) {
      return e.problems().stream()
          .map(
              finding ->
                  Arrays.stream(CertificateProblem.values()).filter(finding::is).findFirst().get())
          .distinct()
          .toList();
    }
  }

  @Test
  void saysWhatToDo() {
    Map<String, TestChains.Chain> all = TestChains.all();
    assertThat(detail(requireNonNull(all.get("issued by one that may not"))))
        .startsWith("clients refuse the chain of cht.example.org (")
        .contains("not a CA certificate")
        .endsWith("): take the one that the authority gives with it");
    assertThat(detail(requireNonNull(all.get("a namesake instead"))))
        .isEqualTo(
            "cht.example.org is not issued by the CN=Test Intermediate that is in the file: take"
                + " the one of that name with the key that signed it");
    assertThat(detail(requireNonNull(all.get("nothing but its own"))))
        .isEqualTo(
            "the issuer of cht.example.org is not known: append the certificate of CN=Test Intermediate");
    assertThat(detail(requireNonNull(all.get("for clients only"))))
        .endsWith(" is not for servers: order one for a web server (serverAuth)");
  }

  private static String detail(TestChains.Chain chain) {
    try {
      KeyedCertificate.of(chain.chain(), ANY)
          .check("", TestCertificates.NOW, List.of(chain.trusted()));
      return "";
    } catch (InvalidCertificateException e) {
      return e.problems().get(0).detail();
    }
  }
}
