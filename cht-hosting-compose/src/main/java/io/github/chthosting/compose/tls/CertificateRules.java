package io.github.chthosting.compose.tls;

import io.github.chthosting.compose.tls.CertificateProblem.Kind;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** What must hold of a certificate; each rule that does not adds a problem. */
record CertificateRules(List<X509Certificate> chain, List<CertificateProblem> problems) {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int LEAST_RSA = 2048;

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
          other > 0 ? Kind.NOT_FIRST : Kind.KEY_OF_ANOTHER,
          other > 0
              ? "the key belongs to certificate "
                  + other
                  + " of the file: the server's own must stand first, then its chain"
              : "the key is not that of " + words(leaf()) + ": take the one it was ordered with");
    }
  }

  /** What one signs, the other verifies. */
  private static boolean belong(PrivateKey key, PublicKey known) {
    String algorithm =
        switch (known.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> known.getAlgorithm();
        };
    byte[] text = {1, 2, 3};
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(text);
      byte[] signed = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(known);
      verifying.update(text);
      return verifying.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  void order(Collection<X509Certificate> trusted) {
    for (int i = 0; i + 1 < chain.size(); i++) {
      if (!isIssuedBy(chain.get(i), chain.get(i + 1))) {
        add(
            Kind.CHAIN_BROKEN,
            "certificate "
                + (i + 1)
                + " ("
                + words(chain.get(i))
                + ") is not issued by the one after it ("
                + words(chain.get(i + 1))
                + "): put each issuer after what it issued");
        return;
      }
    }
    X509Certificate last = chain.get(chain.size() - 1);
    if (!isSelfSigned(last)
        && trusted.stream().noneMatch(each -> isIssuedBy(last, each))
        && roots().stream().noneMatch(each -> isIssuedBy(last, each))) {
      add(
          Kind.CHAIN_INCOMPLETE,
          "nobody known issued "
              + words(last)
              + ": append the certificate of "
              + last.getIssuerX500Principal().getName());
    }
  }

  static boolean isSelfSigned(X509Certificate certificate) {
    return isIssuedBy(certificate, certificate);
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static List<X509Certificate> roots() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((java.security.@Nullable KeyStore) null);
      List<X509Certificate> roots = new ArrayList<>();
      for (TrustManager each : factory.getTrustManagers()) {
        if (each instanceof X509TrustManager manager) {
          roots.addAll(Arrays.asList(manager.getAcceptedIssuers()));
        }
      }
      return roots;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has trusted certificates", e);
    }
  }

  void dates(Instant now) {
    for (X509Certificate each : chain) {
      if (now.isAfter(each.getNotAfter().toInstant())) {
        add(
            Kind.EXPIRED,
            words(each) + " was valid until " + each.getNotAfter().toInstant() + ": renew it");
      }
      if (now.isBefore(each.getNotBefore().toInstant())) {
        add(
            Kind.NOT_YET_VALID,
            words(each)
                + " is valid from "
                + each.getNotBefore().toInstant()
                + ", and the clock of this host says "
                + now
                + ": set the clock, or wait");
      }
    }
  }

  void domain(String domain) {
    List<String> names = names(leaf());
    if (!domain.isEmpty() && names.stream().noneMatch(name -> matches(name, domain))) {
      add(
          Kind.NAME,
          "it is for "
              + (names.isEmpty() ? "no name (subjectAltName)" : String.join(", ", names))
              + ", and users type "
              + domain
              + ": order one for "
              + domain);
    }
  }

  static boolean matches(String name, String domain) {
    String wanted = domain.toLowerCase(Locale.ROOT);
    String known = name.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    // A star stands for one label and no more (RFC 6125).
    return known.equals(wanted)
        || (known.startsWith("*.") && dot > 0 && known.substring(1).equals(wanted.substring(dot)));
  }

  /** DNS names and IP addresses; the subject counts no more for browsers. */
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

  void strength() {
    if (leaf().getPublicKey() instanceof RSAPublicKey rsa
        && rsa.getModulus().bitLength() < LEAST_RSA) {
      add(
          Kind.WEAK,
          "its RSA key has "
              + rsa.getModulus().bitLength()
              + " bits, and browsers want "
              + LEAST_RSA);
    }
    String algorithm = leaf().getSigAlgName().toUpperCase(Locale.ROOT);
    if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD5")) {
      add(Kind.WEAK, "it is signed with " + leaf().getSigAlgName() + ", which browsers refuse");
    }
  }

  private void add(Kind kind, String detail) {
    problems.add(new CertificateProblem(kind, detail));
  }

  /** The first name, or the subject. */
  static String words(X509Certificate certificate) {
    List<String> names = names(certificate);
    return names.isEmpty() ? certificate.getSubjectX500Principal().getName() : names.get(0);
  }
}
