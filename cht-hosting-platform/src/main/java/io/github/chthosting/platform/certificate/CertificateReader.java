package io.github.chthosting.platform.certificate;

import io.github.chthosting.plan.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Reads certificates and keys as administrators have them, and names what is something else. */
final class CertificateReader {
  private static final Set<String> CERTIFICATES =
      Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");

  /**
   * Other forms of certificates, by their name: a description, and the command that makes PEM of
   * it; %1$s is the file.
   */
  private static final Map<String, String> OTHERS =
      Map.of(
          "PKCS12",
          "PKCS#12 (.pfx, .p12), which nginx does not read: openssl pkcs12 -in %1$s -nodes -out"
              + " %1$s.pem, and name that file for both certificate and key",
          "PKCS7",
          "PKCS#7 (.p7b), which nginx does not read: openssl pkcs7 -print_certs -in %1$s -out"
              + " %1$s.pem (with -inform DER if it is binary)",
          "JAVA KEY STORE",
          "a key store of Java: keytool -importkeystore -srckeystore %1$s -destkeystore %1$s.p12"
              + " -deststoretype PKCS12, then openssl pkcs12 -in %1$s.p12 -nodes -out %1$s.pem",
          "CERTIFICATE REQUEST",
          "a request for a certificate: use the certificate that the authority has issued for it",
          "NEW CERTIFICATE REQUEST",
          "a request for a certificate: use the certificate that the authority has issued for it",
          "OPENSSH PRIVATE KEY",
          "an OpenSSH key: use the key that the certificate was ordered with",
          "PUBLIC KEY",
          "a public key alone: use the private key that the certificate was ordered with");

  private final List<Finding> problems;

  CertificateReader(List<Finding> problems) {
    this.problems = problems;
  }

  /** Empty if there is a problem. */
  List<X509Certificate> certificates(Path file) {
    Optional<List<Pem.Block>> blocks = blocks(file);
    List<X509Certificate> chain = new ArrayList<>();
    for (Pem.Block block : blocks.orElse(List.of())) {
      if (CERTIFICATES.contains(block.label())) {
        Optional<X509Certificate> next = certificate(file, chain.size() + 1, block);
        if (next.isEmpty()) {
          return List.of();
        }
        chain.add(next.get());
      }
    }
    if (chain.isEmpty() && blocks.isPresent()) {
      none(
          CertificateProblem.NO_CERTIFICATE,
          file,
          blocks.get(),
          "has no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    }
    return chain;
  }

  /** Empty if there is a problem. */
  Optional<PrivateKey> key(Path file) {
    Optional<List<Pem.Block>> blocks = blocks(file);
    for (Pem.Block block : blocks.orElse(List.of())) {
      if (block.label().endsWith("PRIVATE KEY") && !OTHERS.containsKey(block.label())) {
        return key(file, block);
      }
    }
    return blocks.isEmpty()
        ? Optional.empty()
        : none(
            CertificateProblem.NO_KEY,
            file,
            blocks.get(),
            "has no private key in PEM (-----BEGIN PRIVATE KEY-----)");
  }

  private Optional<List<Pem.Block>> blocks(Path file) {
    try {
      return Optional.of(Pem.blocks(Files.readAllBytes(file)));
    } catch (IOException e) {
      String why = Files.exists(file) ? "cannot be read: " + e.getMessage() : "is not there";
      return failed(CertificateProblem.FILE, file + " " + why);
    }
  }

  private Optional<X509Certificate> certificate(Path file, int number, Pem.Block block) {
    if (!block.isWhole()) {
      return failed(
          CertificateProblem.NO_CERTIFICATE, file + " is cut off: a certificate has no end");
    }
    try {
      // OpenSSL's own form has more behind the certificate: whom it is trusted for.
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(block.bytes())));
    } catch (CertificateException | IllegalArgumentException e) {
      return failed(
          CertificateProblem.NO_CERTIFICATE,
          "certificate " + number + " in " + file + " cannot be read");
    }
  }

  private Optional<PrivateKey> key(Path file, Pem.Block block) {
    try (PEMParser parser = new PEMParser(new StringReader(block.text()))) {
      Object found = parser.readObject();
      if (found instanceof PEMEncryptedKeyPair || found instanceof PKCS8EncryptedPrivateKeyInfo) {
        return failed(
            CertificateProblem.KEY_ENCRYPTED,
            "the key in "
                + file
                + " has a pass phrase, which nginx cannot ask for: save it without one");
      }
      if (found instanceof PEMKeyPair pair) {
        return Optional.of(new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo()));
      }
      if (found instanceof PrivateKeyInfo info) {
        return Optional.of(new JcaPEMKeyConverter().getPrivateKey(info));
      }
    } catch (IOException | IllegalArgumentException e) {
      // The cause may quote what it could not read.
      return failed(CertificateProblem.NO_KEY, "the private key in " + file + " cannot be read");
    }
    return failed(CertificateProblem.NO_KEY, "the private key in " + file + " cannot be read");
  }

  private <T> Optional<T> none(
      CertificateProblem kind, Path file, List<Pem.Block> blocks, String otherwise) {
    return failed(
        kind,
        blocks.stream()
            .filter(block -> OTHERS.containsKey(block.label()))
            .findFirst()
            .map(block -> file + " is " + OTHERS.getOrDefault(block.label(), "").formatted(file))
            .orElse(file + " " + otherwise));
  }

  private <T> Optional<T> failed(CertificateProblem kind, String detail) {
    problems.add(kind.found(detail));
    return Optional.empty();
  }
}
