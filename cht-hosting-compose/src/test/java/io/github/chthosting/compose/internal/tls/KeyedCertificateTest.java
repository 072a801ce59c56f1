package io.github.chthosting.compose.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.platform.certificate.CertificateProblem;
import io.github.chthosting.platform.certificate.CertificateRules;
import io.github.chthosting.platform.certificate.InvalidCertificateException;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import io.github.chthosting.platform.certificate.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyedCertificateTest {
  private final TestCertificates made = new TestCertificates();
  private final HeldCertificate leaf = made.leaf().build();
  private final Path folder;
  private final Path key;

  KeyedCertificateTest(@TempDir Path folder) {
    this.folder = folder;
    this.key = TestCertificates.write(folder.resolve("my.key"), leaf.privateKeyPkcs8Pem());
  }

  private Path chain(String... texts) {
    return TestCertificates.write(folder.resolve("my.crt"), texts);
  }

  private Path whole() {
    return chain(leaf.certificatePem(), made.intermediate.certificatePem());
  }

  private KeyedCertificate check(Path certificate, Path keyFile, String domain, Instant now) {
    return KeyedCertificate.read(certificate, keyFile)
        .check(domain, now, List.of(made.root.certificate()));
  }

  private InvalidCertificateException refusal(Path certificate, Path keyFile, Instant now) {
    return catchThrowableOfType(
        InvalidCertificateException.class,
        () -> check(certificate, keyFile, TestCertificates.DOMAIN, now));
  }

  private static List<CertificateProblem> kinds(InvalidCertificateException e) {
    return e.problems().stream()
        .map(
            finding ->
                Arrays.stream(CertificateProblem.values()).filter(finding::is).findFirst().get())
        .toList();
  }

  @Test
  void aGoodOneUnderAnyFileNames() {
    KeyedCertificate read = check(whole(), key, TestCertificates.DOMAIN, TestCertificates.NOW);
    assertThat(read.names()).containsExactly(TestCertificates.DOMAIN);
    assertThat(read.chain()).hasSize(2);
    assertThat(read.toString()).startsWith("cht.example.org (serial 1, until ");
  }

  @Test
  void keysAsOpensslHasThemAndTextAround() {
    HeldCertificate rsa = made.leaf().rsa2048().build();
    Path certificate =
        chain("Bag Attributes\n", rsa.certificatePem(), made.intermediate.certificatePem());
    Path pkcs1 = TestCertificates.write(folder.resolve("rsa.key"), rsa.privateKeyPkcs1Pem());
    assertThat(check(certificate, pkcs1, "", TestCertificates.NOW).chain()).hasSize(2);
    Path sec1 =
        TestCertificates.write(folder.resolve("ec.key"), TestCertificates.sec1(leaf.keyPair()));
    assertThat(sec1).content().contains("BEGIN EC PRIVATE KEY");
    assertThat(check(whole(), sec1, "", TestCertificates.NOW).chain()).hasSize(2);
  }

  @Test
  void bothInOneFile() {
    Path both =
        chain(leaf.privateKeyPkcs8Pem(), leaf.certificatePem(), made.intermediate.certificatePem());
    assertThat(check(both, both, "", TestCertificates.NOW).chain()).hasSize(2);
  }

  @Test
  void aKeyOfAnotherCertificate() {
    HeldCertificate other = made.leaf().build();
    Path wrong = TestCertificates.write(folder.resolve("w.key"), other.privateKeyPkcs8Pem());
    assertThat(refusal(whole(), wrong, TestCertificates.NOW))
        .hasMessage(
            "certificate "
                + folder.resolve("my.crt")
                + " cannot be used: the key is not that of cht.example.org: take the one it was"
                + " ordered with. Nothing was changed.")
        .satisfies(e -> assertThat(kinds(e)).containsExactly(CertificateProblem.KEY_OF_ANOTHER));
  }

  @Test
  void aChainBeforeTheServersOwn() {
    Path turned = chain(made.intermediate.certificatePem(), leaf.certificatePem());
    InvalidCertificateException e = refusal(turned, key, TestCertificates.NOW);
    assertThat(kinds(e)).containsExactly(CertificateProblem.NOT_FIRST);
    assertThat(e).hasMessageContaining("the key belongs to certificate 2 of the file");
  }

  @Test
  void aMissingIntermediate() {
    InvalidCertificateException e =
        refusal(chain(leaf.certificatePem()), key, TestCertificates.NOW);
    assertThat(kinds(e)).containsExactly(CertificateProblem.CHAIN_INCOMPLETE);
    assertThat(e)
        .hasMessageContaining(
            "the issuer of cht.example.org is not known: append the certificate of"
                + " CN=Test Intermediate");
  }

  @Test
  void aStrangerInTheChain() {
    HeldCertificate stranger = new TestCertificates().intermediate;
    InvalidCertificateException e =
        refusal(chain(leaf.certificatePem(), stranger.certificatePem()), key, TestCertificates.NOW);
    assertThat(kinds(e)).containsExactly(CertificateProblem.CHAIN_BROKEN);
  }

  @Test
  void anAuthorityThatNobodyKnows() {
    InvalidCertificateException e =
        catchThrowableOfType(
            InvalidCertificateException.class,
            () -> KeyedCertificate.read(whole(), key).check("", TestCertificates.NOW, List.of()));
    assertThat(kinds(e)).containsExactly(CertificateProblem.CHAIN_INCOMPLETE);
    assertThat(e).hasMessageContaining("append the certificate of CN=Test Root");
  }

  @Test
  void anotherNameAndTheEndTogether() {
    InvalidCertificateException e =
        catchThrowableOfType(
            InvalidCertificateException.class,
            () -> check(whole(), key, "other.org", TestCertificates.NOW.plus(Duration.ofDays(91))));
    assertThat(kinds(e)).contains(CertificateProblem.NAME, CertificateProblem.EXPIRED);
    assertThat(e)
        .hasMessageContaining(
            "it is for cht.example.org, and users type other.org: order one for other.org");
  }

  @Test
  void aClockThatIsBehind() {
    Instant behind = TestCertificates.NOW.minus(Duration.ofDays(400));
    InvalidCertificateException e = refusal(whole(), key, behind);
    assertThat(kinds(e)).containsOnly(CertificateProblem.NOT_YET_VALID);
    assertThat(e)
        .hasMessageContaining("the clock of this host says " + behind + ": set the clock, or wait");
  }

  @Test
  void starsStandForOneLabel() {
    assertThat(CertificateRules.matches("*.example.org", "cht.example.org")).isTrue();
    assertThat(CertificateRules.matches("*.example.org", "a.cht.example.org")).isFalse();
    assertThat(CertificateRules.matches("*.example.org", "example.org")).isFalse();
    assertThat(CertificateRules.matches("CHT.example.org", "cht.EXAMPLE.org")).isTrue();
  }

  @Test
  void filesThatAreNotWhatTheyShouldBe() {
    Path none = folder.resolve("none.pem");
    assertThat(kinds(refusal(none, none, TestCertificates.NOW)))
        .containsExactly(CertificateProblem.FILE, CertificateProblem.FILE);
    Path text = TestCertificates.write(folder.resolve("t.pem"), "hello");
    assertThat(kinds(refusal(text, text, TestCertificates.NOW)))
        .containsExactly(CertificateProblem.NO_CERTIFICATE, CertificateProblem.NO_KEY);
    String cut = leaf.certificatePem().substring(0, 200);
    assertThat(kinds(refusal(chain(cut), key, TestCertificates.NOW)))
        .containsExactly(CertificateProblem.NO_CERTIFICATE);
    Path garbage =
        TestCertificates.write(
            folder.resolve("g.key"),
            "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
    assertThat(refusal(whole(), garbage, TestCertificates.NOW))
        .hasMessageContaining("cannot be read")
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void aKeyWithAPassPhrase() {
    Path locked =
        TestCertificates.write(
            folder.resolve("l.key"),
            """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MBwwDgYKKwYBBAGCNwIBHDAABAoAAAAAAAAAAAAA
            -----END ENCRYPTED PRIVATE KEY-----
            """);
    assertThat(kinds(refusal(whole(), locked, TestCertificates.NOW)))
        .containsExactly(CertificateProblem.KEY_ENCRYPTED);
  }

  @Test
  void aWeakKey() {
    KeyedCertificate weak = WeakCertificate.of(TestCertificates.DOMAIN);
    InvalidCertificateException e =
        catchThrowableOfType(
            InvalidCertificateException.class,
            () -> weak.check(TestCertificates.DOMAIN, TestCertificates.NOW, List.of()));
    assertThat(kinds(e)).containsExactly(CertificateProblem.WEAK);
    assertThat(e).hasMessageContaining("its RSA key has 1024 bits");
  }

  @Test
  void writtenForItsOwnerAlone() throws Exception {
    KeyedCertificate read = KeyedCertificate.read(whole(), key);
    Path to = folder.resolve("kept/here");
    read.write(to);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to)))
        .isEqualTo("rwx------");
    Path written = to.resolve(KeyedCertificate.KEY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
        .isEqualTo("rw-------");
    KeyedCertificate again = KeyedCertificate.in(to);
    assertThat(again.fingerprint()).isEqualTo(read.fingerprint()).hasSize(64);
    assertThat(again.chain()).hasSize(2);
    assertThat(again.expect(read.fingerprint())).isSameAs(again);
    assertThat(catchThrowableOfType(VerificationFailedException.class, () -> again.expect("00")))
        .hasMessageContaining("is not the certificate that this was planned for");
  }

  @Test
  void selfSignedOnesVouchForThemselves() {
    KeyedCertificate one = SelfSigned.of(List.of("cht.local", "10.0.0.1"), TestCertificates.NOW);
    assertThat(one.names()).containsExactly("cht.local", "10.0.0.1");
    assertThat(one.check("10.0.0.1", TestCertificates.NOW, List.of())).isSameAs(one);
    KeyedCertificate two = SelfSigned.of(List.of("cht.local"), TestCertificates.NOW);
    assertThat(two.fingerprint()).isNotEqualTo(one.fingerprint());
  }
}
