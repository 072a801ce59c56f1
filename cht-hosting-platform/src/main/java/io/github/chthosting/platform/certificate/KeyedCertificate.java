package io.github.chthosting.platform.certificate;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.files.DurableFile;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.plan.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A certificate with its chain and its private key. {@code toString} shows no key. Immutable. */
public final class KeyedCertificate {
  /** The name of the certificate's file in nginx of the CHT. */
  public static final String CERTIFICATE = "cert.pem";

  /** The name of the key's file in nginx of the CHT. */
  public static final String KEY = "key.pem";

  private final List<X509Certificate> chain;
  private final PrivateKey key;
  private final String source;

  public KeyedCertificate(List<X509Certificate> chain, PrivateKey key, String source) {
    this.chain = List.copyOf(chain);
    this.key = key;
    this.source = source;
  }

  /**
   * Reads files of any names, PEM or DER: the server's own certificate first, then its chain; the
   * key in PKCS#8, PKCS#1 or SEC 1, and in the same file if both paths are the same. What is
   * something else, such as PKCS#12, is named, with the command that makes PEM of it.
   *
   * @throws InvalidCertificateException if one cannot be read, or the key is another's
   */
  public static KeyedCertificate read(Path certificate, Path key) {
    List<Finding> problems = new ArrayList<>();
    CertificateReader reader = new CertificateReader(problems);
    List<X509Certificate> chain = reader.certificates(certificate);
    Optional<PrivateKey> read = reader.key(key);
    if (!chain.isEmpty() && read.isPresent()) {
      new CertificateRules(chain, problems).key(read.get());
    }
    if (!problems.isEmpty() || read.isEmpty()) {
      throw new InvalidCertificateException("certificate " + certificate, problems);
    }
    return new KeyedCertificate(chain, read.get(), certificate.toString());
  }

  /** Returns a certificate that was issued for a key that is here. */
  public static KeyedCertificate of(List<X509Certificate> chain, PrivateKey key) {
    return new KeyedCertificate(chain, key, "issued");
  }

  /** Reads what {@link #write} wrote. */
  public static KeyedCertificate in(Path folder) {
    return read(folder.resolve(CERTIFICATE), folder.resolve(KEY));
  }

  /**
   * Checks it as browsers will: the way from it to an authority that they trust, with the dates on
   * that way, its names, its purpose, its strength.
   *
   * @param domain that users type; empty if it is not known
   * @param now by the clock of this host
   * @param trusted authorities beside those that Java knows, such as your own
   * @throws InvalidCertificateException with all problems at once
   */
  public KeyedCertificate check(String domain, Instant now, Collection<X509Certificate> trusted) {
    List<Finding> problems = new ArrayList<>();
    CertificateRules rules = new CertificateRules(chain, problems);
    rules.path(now, trusted);
    rules.domain(domain);
    rules.purpose();
    rules.strength();
    if (!problems.isEmpty()) {
      throw new InvalidCertificateException("certificate " + source, problems);
    }
    return this;
  }

  /** Returns the server's own first. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** Returns the server's own. */
  public X509Certificate leaf() {
    return chain.get(0);
  }

  /** Returns the DNS names and IP addresses that it is for. */
  public List<String> names() {
    return CertificateRules.names(leaf());
  }

  /**
   * Returns the SHA-256 of the server's own certificate, 64 hexadecimal digits: what tells it from
   * others.
   */
  public String fingerprint() {
    return fingerprint(leaf());
  }

  static String fingerprint(X509Certificate certificate) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Checks that it is the one that was meant, say when a plan was made.
   *
   * @throws VerificationFailedException if not
   */
  public KeyedCertificate expect(String fingerprint) {
    if (!fingerprint().equals(fingerprint)) {
      throw new VerificationFailedException(
          "read " + source,
          source
              + " is not the certificate that this was planned for: give the plan up, and plan"
              + " again. Nothing was changed.",
          null);
    }
    return this;
  }

  /**
   * Writes {@code cert.pem} and {@code key.pem} (mode 600) into a folder, which is made with mode
   * 700 if need be.
   */
  public void write(Path folder) {
    try {
      DurableFolder.create(folder.resolveSibling("."), Permissions.READABLE);
      DurableFolder.create(folder, Permissions.PRIVATE);
      write(folder.resolve(KEY), Pem.block("PRIVATE KEY", key.getEncoded()));
      StringBuilder text = new StringBuilder();
      for (X509Certificate each : chain) {
        text.append(Pem.block("CERTIFICATE", each.getEncoded()));
      }
      write(folder.resolve(CERTIFICATE), text.toString());
    } catch (IOException | CertificateEncodingException e) {
      throw new HostingException(
          "write " + folder, "a certificate cannot be written to " + folder + ": " + e, false, e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    DurableFile.write(file, text.getBytes(StandardCharsets.US_ASCII), Permissions.PRIVATE);
  }

  /** Returns {@code cht.example.org (serial 4af1, until 2026-12-24T00:00:00Z)}. */
  @Override
  public String toString() {
    return ServedCertificate.words(leaf());
  }
}
