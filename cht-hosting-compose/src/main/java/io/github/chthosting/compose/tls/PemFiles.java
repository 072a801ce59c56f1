package io.github.chthosting.compose.tls;

import io.github.chthosting.compose.tls.CertificateProblem.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/** PEM as administrators have it: PKCS#8, PKCS#1 and SEC 1 keys, and text around it. */
final class PemFiles {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private final List<CertificateProblem> problems;

  PemFiles(List<CertificateProblem> problems) {
    this.problems = problems;
  }

  Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      String why = Files.exists(file) ? "cannot be read: " + e.getMessage() : "is not there";
      return failed(Kind.FILE, file + " " + why);
    }
  }

  List<X509Certificate> certificates(Path file, String text) {
    List<X509Certificate> chain = new ArrayList<>();
    int from = text.indexOf(BEGIN);
    while (from >= 0) {
      int to = text.indexOf(END, from);
      Optional<X509Certificate> next =
          to < 0
              ? failed(Kind.NO_CERTIFICATE, file + " is cut off: a certificate has no end")
              : certificate(file, chain.size() + 1, text.substring(from, to + END.length()));
      if (next.isEmpty()) {
        return List.of();
      }
      chain.add(next.get());
      from = text.indexOf(BEGIN, to);
    }
    if (chain.isEmpty()) {
      failed(Kind.NO_CERTIFICATE, file + " has no certificate in PEM (" + BEGIN + ")");
    }
    return chain;
  }

  private Optional<X509Certificate> certificate(Path file, int number, String pem) {
    try {
      Certificate read =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(
                      pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
      return Optional.of((X509Certificate) read);
    } catch (CertificateException e) {
      return failed(
          Kind.NO_CERTIFICATE, "certificate " + number + " in " + file + " cannot be read");
    }
  }

  Optional<PrivateKey> key(Path file, String text) {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      Object found = parser.readObject();
      while (found != null) {
        if (found instanceof PEMEncryptedKeyPair || found instanceof PKCS8EncryptedPrivateKeyInfo) {
          return failed(
              Kind.KEY_ENCRYPTED,
              "the key in "
                  + file
                  + " has a pass phrase, which nginx cannot ask for: save it without one");
        }
        PrivateKeyInfo info = info(found);
        if (info != null) {
          return Optional.of(new JcaPEMKeyConverter().getPrivateKey(info));
        }
        found = parser.readObject();
      }
    } catch (IOException | IllegalArgumentException e) {
      // The cause may quote what it could not read.
      return failed(Kind.NO_KEY, "the private key in " + file + " cannot be read");
    }
    return failed(Kind.NO_KEY, file + " has no private key in PEM (-----BEGIN PRIVATE KEY-----)");
  }

  private static @Nullable PrivateKeyInfo info(Object found) {
    if (found instanceof PEMKeyPair pair) {
      return pair.getPrivateKeyInfo();
    }
    return found instanceof PrivateKeyInfo info ? info : null;
  }

  private <T> Optional<T> failed(Kind kind, String detail) {
    problems.add(new CertificateProblem(kind, detail));
    return Optional.empty();
  }

  static String pem(String type, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
