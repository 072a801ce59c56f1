package io.github.chthosting.platform.certificate;

import io.github.chthosting.plan.Finding;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The way from a server's certificate to one that clients trust, as they look for it (RFC 5280,
 * section 6): the others of the file are taken where they fit, in any order, and it ends at the
 * first key that is trusted. What is not on the way does not matter: such as a root that an older
 * one has signed too, when that one is gone.
 */
final class CertificatePath {
  private final List<X509Certificate> chain;
  private final Set<X509Certificate> anchors = new HashSet<>();

  /**
   * @param chain the server's own first
   * @param trusted authorities beside those that Java knows; one in the chain that vouches for
   *     itself is taken for the caller's own
   */
  CertificatePath(List<X509Certificate> chain, Collection<X509Certificate> trusted) {
    this.chain = chain;
    anchors.addAll(trusted);
    anchors.addAll(roots());
    chain.stream().filter(Issued::isSelfSigned).forEach(anchors::add);
  }

  /** Why clients would not come to an end; empty if they do. */
  List<Finding> problems(Instant now) {
    if (isTrusted(now)) {
      return List.of();
    }
    List<X509Certificate> path = new ArrayList<>(List.of(chain.get(0)));
    while (!isEnd(path.get(path.size() - 1))) {
      Optional<X509Certificate> next = issuer(path, now);
      if (next.isEmpty()) {
        return List.of(missing(path.get(path.size() - 1)));
      }
      path.add(next.get());
    }
    List<Finding> dates = new ArrayList<>();
    path.forEach(each -> Dates.check(each, now, dates));
    end(path.get(path.size() - 1), now).ifPresent(end -> Dates.check(end, now, dates));
    return dates.isEmpty() ? List.of(refused(path, now)) : dates;
  }

  /** Java's own verdict, which tries every way. */
  private boolean isTrusted(Instant now) {
    if (anchors.contains(chain.get(0))) {
      return Dates.includes(chain.get(0), now);
    }
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(chain.get(0));
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors(now), target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      CertPathBuilder.getInstance("PKIX").build(at(parameters, now));
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Java would take one that is over, as other clients do not. */
  private Set<TrustAnchor> anchors(Instant now) {
    Set<TrustAnchor> all = new HashSet<>();
    anchors.stream()
        .filter(each -> Dates.includes(each, now))
        .forEach(each -> all.add(new TrustAnchor(each, null)));
    return all;
  }

  /** Returns whether one was taken back is not asked: that needs the authority's server. */
  private static <P extends PKIXParameters> P at(P parameters, Instant now) {
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    return parameters;
  }

  private boolean isEnd(X509Certificate certificate) {
    return anchors.contains(certificate)
        || anchors.stream().anyMatch(each -> Issued.isIssuedBy(certificate, each));
  }

  /** Returns who has issued the last of a path, if all that would are over. */
  private Optional<X509Certificate> end(X509Certificate last, Instant now) {
    List<X509Certificate> issuers =
        anchors.stream().filter(each -> Issued.isIssuedBy(last, each)).toList();
    boolean valid = issuers.stream().anyMatch(each -> Dates.includes(each, now));
    return valid || issuers.contains(last) ? Optional.empty() : issuers.stream().findFirst();
  }

  /** One that is valid rather than one that is not. */
  private Optional<X509Certificate> issuer(List<X509Certificate> path, Instant now) {
    X509Certificate last = path.get(path.size() - 1);
    List<X509Certificate> issuers =
        chain.stream()
            .filter(each -> !path.contains(each) && Issued.isIssuedBy(last, each))
            .toList();
    return issuers.stream()
        .filter(each -> Dates.includes(each, now))
        .findFirst()
        .or(() -> issuers.stream().findFirst());
  }

  private Finding missing(X509Certificate last) {
    String issuer = last.getIssuerX500Principal().getName();
    boolean namesake =
        chain.stream()
            .anyMatch(each -> each.getSubjectX500Principal().equals(last.getIssuerX500Principal()));
    return namesake
        ? CertificateProblem.CHAIN_BROKEN.found(
            "%s is not issued by the %s that is in the file: take the one of that name with the key that signed it"
                .formatted(CertificateRules.words(last), issuer))
        : CertificateProblem.CHAIN_INCOMPLETE.found(
            "the issuer of %s is not known: append the certificate of %s"
                .formatted(CertificateRules.words(last), issuer));
  }

  private Finding refused(List<X509Certificate> path, Instant now) {
    String why = "no reason is known";
    try {
      CertPath whole = CertificateFactory.getInstance("X.509").generateCertPath(path);
      CertPathValidator.getInstance("PKIX")
          .validate(whole, at(new PKIXParameters(anchors(now)), now));
    } catch (GeneralSecurityException e) {
      why = String.valueOf(e.getMessage());
    }
    return CertificateProblem.CHAIN_BROKEN.found(
        "clients refuse the chain of "
            + CertificateRules.words(path.get(0))
            + " ("
            + why
            + "): take the one that the authority gives with it");
  }

  private static List<X509Certificate> roots() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((@Nullable KeyStore) null);
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
}
