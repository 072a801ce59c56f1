package io.github.chthosting.compose.tls;

import io.github.chthosting.UnreachableException;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.host.HostFacts;
import io.github.chthosting.compose.internal.tls.Nginx;
import io.github.chthosting.health.Finding;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.Step;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The certificate of one instance: what is served, whether it will do, and plans for another one.
 * Plans are carried out by the platform's {@code changes()}. Thread-safe.
 *
 * <p>A new certificate is put into nginx's volume under the names that nginx looks for, whatever
 * the files were called; nginx reads it anew without an interruption; and it counts as installed
 * when a TLS connection has shown it. If not, the one from before is put back, and seen served.
 */
public final class Certificates {
  /** Authorities renew in the last third of 90 days. */
  static final Duration DUE = Duration.ofDays(30);

  private static final Cost SECONDS = new Cost(0, 0, Duration.ofSeconds(3), Risk.NONE);

  private final ComposeInstance instance;
  private final InstantSource clock;

  private Certificates(ComposeInstance instance, InstantSource clock) {
    this.instance = instance;
    this.clock = clock;
  }

  public static Certificates of(ComposeInstance instance) {
    return new Certificates(instance, Clock.systemUTC());
  }

  /** With another clock than this host's. */
  public static Certificates of(ComposeInstance instance, InstantSource clock) {
    return new Certificates(instance, clock);
  }

  /**
   * What users see now.
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

  /** The name that users type, as {@code .env} has it; may be empty. */
  public String domain() {
    return instance.environment().get("COMMON_NAME").orElse("");
  }

  /** Whether the served one ends within 30 days, or has ended. */
  public boolean isRenewalDue() {
    return isRenewalDue(DUE);
  }

  /** Whether the served one ends within that time, or has ended. */
  public boolean isRenewalDue(Duration before) {
    return served().until().isBefore(clock.instant().plus(before));
  }

  /** What is to be said of the served one: name, dates, authority, and whether it is the newest. */
  public List<Finding> check() {
    try {
      return new CertificateFindings(domain(), clock.instant())
          .of(served(), Stored.of(instance, nginx("check the certificate")));
    } catch (UnreachableException | PlanRefusedException e) {
      return List.of(Finding.error("certificate", String.valueOf(e.getMessage())));
    }
  }

  /** As {@link #planOwn(Path, Path, Collection)}, by an authority that Java knows. */
  public Plan planOwn(Path certificate, Path key) {
    return planOwn(certificate, key, List.of());
  }

  /**
   * Serves a certificate of yours. There is nothing to do if it is served.
   *
   * @param certificate PEM, the server's own first, then its chain; any file name
   * @param key PEM, without a pass phrase; any file name
   * @param trusted authorities beside those that Java knows
   * @throws InvalidCertificateException with all that is wrong with it; nothing was changed
   */
  public Plan planOwn(Path certificate, Path key, Collection<X509Certificate> trusted) {
    KeyedCertificate wanted =
        KeyedCertificate.read(certificate, key).check(domain(), clock.instant(), trusted);
    Nginx nginx = nginx("new certificate");
    requireLocal("new certificate");
    List<Step> steps = new ArrayList<>();
    if (!isServed(nginx, wanted.fingerprint())) {
      steps.add(serve(certificate, key, wanted.fingerprint()));
    }
    mode("OWN_CERT").ifPresent(steps::add);
    return plan("certificate " + wanted + " for " + instance.name(), steps);
  }

  /** Serves a new self-signed one, for the domain of {@code .env} or these names. */
  public Plan planSelfSigned(String... names) {
    List<String> all = names.length > 0 ? List.of(names) : List.of(domain());
    if (all.contains("")) {
      throw new PlanRefusedException(
          "self-signed certificate of " + instance.name(),
          List.of("COMMON_NAME is not in .env: say for which name it is to be"));
    }
    nginx("new certificate");
    requireLocal("new certificate");
    Path folder = folder("self-signed-" + clock.instant().getEpochSecond());
    List<Step> steps = new ArrayList<>();
    steps.add(
        step("make-certificate", Map.of("names", String.join(",", all), "to", folder.toString())));
    steps.add(serve(folder));
    mode("SELF_SIGNED").ifPresent(steps::add);
    return plan("self-signed certificate for " + String.join(", ", all), steps);
  }

  /**
   * Orders a certificate for the domain of {@code .env}, proves that the domain leads here (HTTP-01
   * on port 80, answered by nginx itself), and serves it. The key of the account is kept in the
   * installation's own folder. Do it again when {@link #isRenewalDue()}.
   *
   * @param email where the authority writes to
   * @throws PlanRefusedException if the domain is none that an authority can reach, or the CHT is
   *     older than 4.2
   */
  public Plan planAcme(AcmeAuthority authority, String email) {
    AcmeRules.require(instance, domain());
    nginx("certificate from " + authority.directory());
    requireLocal("certificate from " + authority.directory());
    Path folder = folder("acme-" + clock.instant().getEpochSecond());
    List<Step> steps = new ArrayList<>();
    steps.add(step("order-certificate", AcmeArguments.order(authority, domain(), email, folder)));
    steps.add(serve(folder));
    mode("AUTO_GENERATE").ifPresent(steps::add);
    return plan("certificate from " + authority.directory() + " for " + domain(), steps);
  }

  /**
   * As {@link #planCertbot(AcmeAuthority, String, String)}, with the image that the CHT's guide
   * has.
   */
  public Plan planCertbot(AcmeAuthority authority, String email) {
    return planCertbot(authority, email, "certbot/certbot");
  }

  /**
   * As {@link #planAcme}, the way of the CHT's guide: certbot runs in a container of its own, by
   * the {@code docker-compose.yml} in {@code certbot} of the installation, and its hook is {@code
   * deploy.sh} in nginx's volume. nginx goes on: it is not restarted for that. Do it again at any
   * time: certbot renews what ends within 30 days, and nothing else.
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
    Nginx nginx = nginx("certificate by certbot");
    requireLocal("certificate by certbot");
    CertbotRules.require(nginx, authority);
    List<Step> steps = new ArrayList<>();
    steps.add(
        step(
            "write-certbot",
            AcmeArguments.certbot(authority, image, domain(), email, nginx.volume())));
    Path kept = folder("before-" + clock.instant().getEpochSecond());
    steps.add(step("run-certbot", Map.of("kept", kept.toString())));
    mode("AUTO_GENERATE").ifPresent(steps::add);
    return plan("certificate by certbot for " + domain(), steps);
  }

  private void requireLocal(String what) {
    HostFacts.requireLocal(instance.docker(), what + " of " + instance.name());
  }

  private Step serve(Path folder) {
    return serve(
        folder.resolve(KeyedCertificate.CERTIFICATE), folder.resolve(KeyedCertificate.KEY), "");
  }

  /** Has nginx read anew what lies in its volume; nothing to do if it serves just that. */
  public Plan planReload() {
    Nginx nginx = nginx("reload");
    KeyedCertificate stored =
        Stored.of(instance, nginx)
            .orElseThrow(
                () ->
                    new PlanRefusedException(
                        "reload of " + instance.name(),
                        List.of(
                            "what is at "
                                + nginx.certificatePath()
                                + " is no certificate with its key: install one")));
    boolean served = isServed(nginx, stored.fingerprint());
    Step reload = step("reload-certificate", Map.of("sha256", stored.fingerprint()));
    return plan("reload " + stored, served ? List.of() : List.of(reload));
  }

  /** Serves again what was kept when another took its place. The newest is the last. */
  public Plan planBack(Path kept) {
    KeyedCertificate before = KeyedCertificate.in(kept);
    nginx("certificate from before");
    requireLocal("certificate from before");
    return plan(
        "certificate from before, " + before,
        List.of(
            serve(
                kept.resolve(KeyedCertificate.CERTIFICATE),
                kept.resolve(KeyedCertificate.KEY),
                before.fingerprint())));
  }

  /** Those that were served before, the oldest first. */
  public List<Path> kept() {
    return Stored.kept(instance.layout().ownFolder().resolve("certificates"));
  }

  private static boolean isServed(Nginx nginx, String fingerprint) {
    try {
      return nginx.served().fingerprint().equals(fingerprint);
    } catch (UnreachableException e) {
      return false;
    }
  }

  private Step serve(Path certificate, Path key, String fingerprint) {
    Path kept = folder("before-" + clock.instant().getEpochSecond());
    return step(
        "serve-certificate",
        Map.of(
            "certificate", certificate.toAbsolutePath().toString(),
            "key", key.toAbsolutePath().toString(),
            "sha256", fingerprint,
            "kept", kept.toString()));
  }

  private Path folder(String name) {
    return instance.layout().ownFolder().resolve("certificates").resolve(name);
  }

  private Optional<Step> mode(String wanted) {
    boolean set = instance.environment().get("CERTIFICATE_MODE").orElse("").equals(wanted);
    return set ? Optional.empty() : Optional.of(step("set-certificate-mode", Map.of("to", wanted)));
  }

  private Step step(String action, Map<String, String> arguments) {
    Map<String, String> all = new TreeMap<>(instance.layout().arguments());
    all.putAll(arguments);
    return new Step(action, all, SECONDS);
  }

  private static Plan plan(String title, List<Step> steps) {
    return new Plan(title, steps);
  }
}
