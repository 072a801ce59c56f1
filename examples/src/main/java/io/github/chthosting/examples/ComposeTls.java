package io.github.chthosting.examples;

import io.github.chthosting.compose.Certificates;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.deployment.AcmeAuthority;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the certificate that an instance serves, or has another one served. */
@Command(
    name = "compose-tls",
    mixinStandardHelpOptions = true,
    description = "checks the certificate that a CHT serves, or replaces it; --dry-run only prints")
final class ComposeTls implements Callable<Integer> {
  @Mixin private final DockerOption docker = new DockerOption();

  @Parameters(
      index = "0",
      paramLabel = "PROJECT",
      description = "the instance, as compose-status lists it")
  private String project = "";

  @Option(names = "--certificate", description = "PEM: the server's own, then its chain")
  private Optional<Path> certificate = Optional.empty();

  @Option(names = "--key", description = "PEM, without a pass phrase")
  private Optional<Path> key = Optional.empty();

  @Option(names = "--self-signed", description = "make one for the domain of .env")
  private boolean selfSigned;

  @Option(
      names = "--acme",
      paramLabel = "EMAIL",
      description = "order one from Let's Encrypt for the domain of .env, or renew it")
  private Optional<String> email = Optional.empty();

  @Option(names = "--certbot", description = "with --acme: by certbot in a container of its own")
  private boolean certbot;

  @Option(names = "--staging", description = "from its staging, which nobody trusts, for tries")
  private boolean staging;

  @Option(names = "--if-due", description = "with --acme: only if less than 30 days are left")
  private boolean ifDue;

  @Option(names = "--reload", description = "serve what lies in the volume already")
  private boolean reload;

  @Option(names = "--back", description = "serve the one from before again")
  private boolean back;

  @Option(names = "--dry-run", description = "print the plan and change nothing")
  private boolean dryRun;

  @Override
  public Integer call() {
    ComposePlatform platform = ComposePlatform.builder(docker.cli()).build();
    ComposeInstance instance =
        platform
            .instance(project)
            .orElseThrow(() -> new IllegalArgumentException("no instance " + project + " here"));
    Certificates certificates = Certificates.of(instance);
    plan(certificates).ifPresent(plan -> carryOut(platform, instance, plan));
    if (dryRun) {
      return 0;
    }
    List<Finding> findings = certificates.check();
    findings.forEach(System.out::println);
    return Finding.worst(findings) == Finding.Severity.ERROR ? 2 : 0;
  }

  private Optional<Plan> plan(Certificates certificates) {
    if (certificate.isPresent() && key.isPresent()) {
      return Optional.of(certificates.planOwn(certificate.get(), key.get()));
    }
    if (certificate.isPresent() || key.isPresent()) {
      throw new IllegalArgumentException("--certificate and --key belong together");
    }
    if (email.isPresent() && !(ifDue && !certificates.isRenewalDue())) {
      AcmeAuthority authority =
          staging ? AcmeAuthority.LETS_ENCRYPT_STAGING : AcmeAuthority.LETS_ENCRYPT;
      return Optional.of(
          certbot
              ? certificates.planCertbot(authority, email.get())
              : certificates.planAcme(authority, email.get()));
    }
    if (selfSigned) {
      return Optional.of(certificates.planSelfSigned());
    }
    if (back) {
      List<Path> kept = certificates.kept();
      if (kept.isEmpty()) {
        throw new IllegalArgumentException("there is none from before");
      }
      return Optional.of(certificates.planBack(kept.get(kept.size() - 1)));
    }
    return reload ? Optional.of(certificates.planReload()) : Optional.empty();
  }

  private void carryOut(ComposePlatform platform, ComposeInstance instance, Plan plan) {
    System.out.println(plan);
    if (dryRun || plan.isEmpty()) {
      return;
    }
    try (Journal journal = Journal.in(instance.layout().ownFolder().resolve("journal"))) {
      if (journal.unfinished().isPresent()) {
        System.out.println("taking back what was cut: " + journal.unfinished().get().title());
        platform.rollBack(journal).await();
      }
      plan.apply(journal).await();
    }
  }
}
