package io.github.chthosting.platform.certificate;

import io.github.chthosting.plan.Finding;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules that a certificate must keep; each that it does not keep adds a problem. */
public record CertificateRules(List<X509Certificate> chain, List<Finding> problems) {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int LEAST_RSA = 2048;
  private static final Set<String> KEY_KINDS = Set.of("RSA", "EC");

  /** Extended key usages that suit a server: server authentication, and any. */
  private static final Set<String> FOR_SERVERS = Set.of("1.3.6.1.5.5.7.3.1", "2.5.29.37.0");

  private X509Certificate leaf() {
    return chain.get(0);
  }

  void key(PrivateKey key) {
    if (!belong(key, leaf().getPublicKey())) {
      int other = 0;
      for (int i = 1; i < chain.size(); i++) {
        other = belong(key, chain.get(i).getPublicKey()) ? i + 1 : other;
      }
      add(
          other > 0 ? CertificateProblem.NOT_FIRST : CertificateProblem.KEY_OF_ANOTHER,
          other > 0
              ? "the key belongs to certificate "
                  + other
                  + " of the file: the server's own must stand first, then its chain"
              : "the key is not that of " + words(leaf()) + ": take the one it was ordered with");
    }
  }

  /** Returns whether the one verifies what the other signs. */
  private static boolean belong(PrivateKey key, PublicKey known) {
    byte[] text = {1, 2, 3};
    try {
      Signature signing = signature(known);
      signing.initSign(key);
      signing.update(text);
      byte[] signed = signing.sign();
      Signature verifying = signature(known);
      verifying.initVerify(known);
      verifying.update(text);
      return verifying.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Signature signature(PublicKey known) throws GeneralSecurityException {
    return switch (known.getAlgorithm()) {
      case "RSA" -> Signature.getInstance("SHA256withRSA");
      case "EC" -> Signature.getInstance("SHA256withECDSA");
      case "RSASSA-PSS" -> pss((RSAKey) known);
      default -> Signature.getInstance(known.getAlgorithm());
    };
  }

  private static Signature pss(RSAKey known) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    AlgorithmParameterSpec own = known.getParams();
    signature.setParameter(
        own == null
            ? new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1)
            : own);
    return signature;
  }

  void path(Instant now, Collection<X509Certificate> trusted) {
    problems.addAll(new CertificatePath(chain, trusted).problems(now));
  }

  void domain(String domain) {
    List<String> names = names(leaf());
    if (!domain.isEmpty() && names.stream().noneMatch(name -> matches(name, domain))) {
      add(
          CertificateProblem.NAME,
          "it is for "
              + (names.isEmpty() ? "no name (subjectAltName)" : String.join(", ", names))
              + ", and users type "
              + domain
              + ": order one for "
              + domain);
    }
  }

  /** Returns whether a name of a certificate, which may begin with {@code *.}, is for a domain. */
  public static boolean matches(String name, String domain) {
    String wanted = domain.toLowerCase(Locale.ROOT);
    String known = name.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    // A star stands for one label and no more (RFC 6125).
    return known.equals(wanted)
        || (known.startsWith("*.") && dot > 0 && known.substring(1).equals(wanted.substring(dot)));
  }

  /** Returns the DNS names and IP addresses; the subject counts no more for browsers. */
  static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) {
        return List.of();
      }
      return alternatives.stream()
          .filter(each -> List.of(DNS_NAME, IP_ADDRESS).contains(each.get(0)))
          .map(each -> String.valueOf(each.get(1)))
          .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /** Extended key usage, if a certificate is limited to some (RFC 5280, 4.2.1.12). */
  void purpose() {
    try {
      List<String> purposes = leaf().getExtendedKeyUsage();
      if (purposes != null && purposes.stream().noneMatch(FOR_SERVERS::contains)) {
        add(
            CertificateProblem.PURPOSE,
            words(leaf()) + " is not for servers: order one for a web server (serverAuth)");
      }
    } catch (CertificateParsingException e) {
      add(
          CertificateProblem.PURPOSE,
          "what " + words(leaf()) + " is for cannot be read: order another");
    }
  }

  void strength() {
    if (leaf().getPublicKey() instanceof RSAPublicKey rsa
        && rsa.getModulus().bitLength() < LEAST_RSA) {
      add(
          CertificateProblem.WEAK,
          "its RSA key has "
              + rsa.getModulus().bitLength()
              + " bits, and browsers want "
              + LEAST_RSA);
    }
    String kind = leaf().getPublicKey().getAlgorithm();
    if (!KEY_KINDS.contains(kind)) {
      add(
          CertificateProblem.KEY_KIND,
          "its key is of the kind "
              + kind
              + ", which Chrome and Android do not take: order one for an ordinary RSA or EC key");
    }
    String algorithm = leaf().getSigAlgName().toUpperCase(Locale.ROOT);
    if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD5")) {
      add(
          CertificateProblem.WEAK,
          "it is signed with " + leaf().getSigAlgName() + ", which browsers refuse");
    }
  }

  private void add(CertificateProblem kind, String detail) {
    problems.add(kind.found(detail));
  }

  /** Returns the first name, or the subject. */
  static String words(X509Certificate certificate) {
    List<String> names = names(certificate);
    return names.isEmpty() ? certificate.getSubjectX500Principal().getName() : names.get(0);
  }
}
