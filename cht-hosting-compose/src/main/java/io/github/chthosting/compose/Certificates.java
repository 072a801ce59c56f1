package io.github.chthosting.compose;

import io.github.chthosting.UnreachableException;
import io.github.chthosting.compose.deployment.AcmeAuthority;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.steps.ComposeSteps;
import io.github.chthosting.compose.internal.tls.AcmeRules;
import io.github.chthosting.compose.internal.tls.CertbotRules;
import io.github.chthosting.compose.internal.tls.MakeCertificate;
import io.github.chthosting.compose.internal.tls.Nginx;
import io.github.chthosting.compose.internal.tls.PlannedSteps;
import io.github.chthosting.compose.internal.tls.ReloadCertificate;
import io.github.chthosting.compose.internal.tls.StoredCertificate;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.platform.certificate.CertificateFindings;
import io.github.chthosting.platform.certificate.CertificateProblem;
import io.github.chthosting.platform.certificate.InvalidCertificateException;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import io.github.chthosting.platform.certificate.ServedCertificate;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The certificate of one instance: what is served, whether it will do, and plans for another one.
 * Thread-safe.
 *
 * <p>A new certificate is put into nginx's volume under the names that nginx looks for, whatever
 * the files were called; nginx reads it anew without an interruption; and it counts as installed
 * when a TLS connection has shown it. If not, the one from before is put back, and seen served.
 */
public final class Certificates {
  private final Instance instance;
  private final InstantSource clock;

  private Certificates(Instance instance, InstantSource clock) {
    this.instance = instance;
    this.clock = clock;
  }

  /** Returns the certificate of an instance. Asks nobody. */
  public static Certificates of(ComposeInstance instance) {
    return of(instance, Clock.systemUTC());
  }

  /** Returns the certificate of an instance, judged by another clock than this host's. */
  public static Certificates of(ComposeInstance instance, InstantSource clock) {
    return new Certificates(instance.observed(), clock);
  }

  /**
   * Returns the certificate that users see now.
   *
   * @throws UnreachableException if nginx does not answer
   */
  public ServedCertificate served() {
    return nginx("look at the certificate").served();
  }

  private Nginx nginx(String what) {
    return Nginx.of(instance)
        .orElseThrow(
            () ->
                new PlanRefusedException(
                    what + " of " + instance.name(),
                    List.of("nginx has no container: start the instance first")));
  }

  /** The nginx of this instance, for work on files of its host, which must be this one. */
  private Nginx nginxHere(String what) {
    Nginx nginx = nginx(what);
    HostFacts.requireLocal(instance.docker(), what + " of " + instance.name());
    return nginx;
  }

  /** Returns the name that users type, as {@code .env} has it; may be empty. */
  public String domain() {
    return instance.environment().get("COMMON_NAME").orElse("");
  }

  /** Returns whether the served one ends within 30 days, or has ended. */
  public boolean isRenewalDue() {
    return isRenewalDue(CertificateFindings.DUE);
  }

  /** Returns whether the served one ends within that time, or has ended. */
  public boolean isRenewalDue(Duration before) {
    return served().until().isBefore(clock.instant().plus(before));
  }

  /**
   * Returns what is to be said of the served one: name, dates, authority, and whether it is the
   * newest.
   */
  public List<Finding> check() {
    try {
      return new CertificateFindings(domain(), clock.instant())
          .of(served(), StoredCertificate.of(instance, nginx("check the certificate")));
    } catch (UnreachableException | PlanRefusedException e) {
      return List.of(
          Finding.error(
              CertificateProblem.UNREACHABLE, "certificate", String.valueOf(e.getMessage()), ""));
    }
  }

  /**
   * Plans like {@link #planOwn(Path, Path, Collection)}, for a certificate of an authority that
   * Java knows.
   */
  public Plan planOwn(Path certificate, Path key) {
    return planOwn(certificate, key, List.of());
  }

  /**
   * Plans that nginx serves a certificate of yours. There is nothing to do if it is served.
   *
   * @param certificate PEM, the server's own first, then its chain; any file name
   * @param key PEM, without a pass phrase; any file name
   * @param trusted authorities beside those that Java knows
   * @throws InvalidCertificateException with all that is wrong with it; nothing was changed
   */
  public Plan planOwn(Path certificate, Path key, Collection<X509Certificate> trusted) {
    KeyedCertificate wanted =
        KeyedCertificate.read(certificate, key).check(domain(), clock.instant(), trusted);
    Nginx nginx = nginxHere("new certificate");
    PlannedSteps planned = planned();
    List<PlannedStep> steps = new ArrayList<>();
    if (!isServed(nginx, wanted.fingerprint())) {
      steps.add(planned.serve(certificate, key, wanted.fingerprint()));
    }
    planned.mode("OWN_CERT").ifPresent(steps::add);
    return plan("certificate " + wanted + " for " + instance.name(), steps);
  }

  /** Plans a new self-signed certificate, for the domain of {@code .env} or these names. */
  public Plan planSelfSigned(String... names) {
    List<String> all = names.length > 0 ? List.of(names) : List.of(domain());
    if (all.contains("")) {
      throw new PlanRefusedException(
          "self-signed certificate of " + instance.name(),
          List.of("COMMON_NAME is not in .env: give the name that the certificate is for"));
    }
    nginxHere("new certificate");
    PlannedSteps planned = planned();
    Path folder = planned.folder("self-signed");
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(planned.plan(new MakeCertificate(all, folder)));
    steps.add(planned.serve(folder));
    planned.mode("SELF_SIGNED").ifPresent(steps::add);
    return plan("self-signed certificate for " + String.join(", ", all), steps);
  }

  /**
   * Plans to order a certificate for the domain of {@code .env}, proves that the domain leads here
   * (HTTP-01 on port 80, answered by nginx itself), and serves it. The key of the account is kept
   * in the installation's own folder. Do it again when {@link #isRenewalDue()}.
   *
   * @param email where the authority writes to
   * @throws PlanRefusedException if the domain is none that an authority can reach, or the CHT is
   *     older than 4.2
   */
  public Plan planAcme(AcmeAuthority authority, String email) {
    AcmeRules.require(instance, domain());
    String title = "certificate from " + authority.directory();
    nginxHere(title);
    PlannedSteps planned = planned();
    Path folder = planned.folder("acme");
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(planned.order(authority, domain(), email, folder));
    steps.add(planned.serve(folder));
    planned.mode("AUTO_GENERATE").ifPresent(steps::add);
    return plan(title + " for " + domain(), steps);
  }

  /**
   * Plans like {@link #planCertbot(AcmeAuthority, String, String)}, with the image that the CHT's
   * guide has.
   */
  public Plan planCertbot(AcmeAuthority authority, String email) {
    return planCertbot(authority, email, "certbot/certbot");
  }

  /**
   * Plans certificates like {@link #planAcme}, but in the way of the CHT's guide: certbot runs in a
   * container of its own, by the {@code docker-compose.yml} in {@code certbot} of the installation,
   * and its hook is {@code deploy.sh} in nginx's volume. nginx goes on: it is not restarted for
   * that. Do it again at any time: certbot renews what ends within 30 days, and nothing else.
   *
   * <p>Its account, its certificates and their keys are in a volume, {@code
   * PROJECT-certbot_letsencrypt}, which goes when the instance is destroyed.
   *
   * @param image of certbot; pulled if the engine does not have it
   * @throws PlanRefusedException as {@link #planAcme}, and if nginx's certificates are not in a
   *     volume under their usual names
   */
  public Plan planCertbot(AcmeAuthority authority, String email, String image) {
    AcmeRules.require(instance, domain());
    Nginx nginx = nginxHere("certificate by certbot");
    CertbotRules.require(nginx, authority);
    PlannedSteps planned = planned();
    List<PlannedStep> steps =
        new ArrayList<>(planned.certbot(authority, image, domain(), email, nginx.volume()));
    planned.mode("AUTO_GENERATE").ifPresent(steps::add);
    return plan("certificate by certbot for " + domain(), steps);
  }

  private PlannedSteps planned() {
    return new PlannedSteps(instance, clock.instant());
  }

  /** Plans that nginx reads anew what lies in its volume; nothing to do if it serves just that. */
  public Plan planReload() {
    Nginx nginx = nginx("reload");
    KeyedCertificate stored =
        StoredCertificate.of(instance, nginx)
            .orElseThrow(
                () ->
                    new PlanRefusedException(
                        "reload of " + instance.name(),
                        List.of(
                            "what is at "
                                + nginx.certificatePath()
                                + " is not a certificate with its key: install one")));
    boolean served = isServed(nginx, stored.fingerprint());
    PlannedStep reload =
        planned().plan(new ReloadCertificate(instance.layout(), stored.fingerprint()));
    return plan("reload " + stored, served ? List.of() : List.of(reload));
  }

  /**
   * Plans to serve again the certificate that was kept when another took its place. The newest is
   * the last.
   */
  public Plan planBack(Path kept) {
    KeyedCertificate before = KeyedCertificate.in(kept);
    nginxHere("certificate from before");
    return plan(
        "certificate from before, " + before, List.of(planned().serve(kept, before.fingerprint())));
  }

  /** Returns the certificates that were served before, the oldest first. */
  public List<Path> kept() {
    return StoredCertificate.kept(PlannedSteps.all(instance));
  }

  private Plan plan(String title, List<PlannedStep> steps) {
    return new Plan(title, steps).carriedOutBy(ComposeSteps.of(instance.platform()));
  }

  private static boolean isServed(Nginx nginx, String fingerprint) {
    try {
      return nginx.served().fingerprint().equals(fingerprint);
    } catch (UnreachableException e) {
      return false;
    }
  }
}
