package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The CHT's own way to a certificate: certbot in a container of its own writes its challenge into
 * nginx's volume, and hands what it gets to a script there, which puts it in its place.
 */
final class CertbotSteps {
  private static final String MADE = "made";
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String HOOK = "deploy.sh";

  /**
   * The hook with which certbot delivers a certificate, as nginx of the CHT makes it when it starts
   * in the mode AUTO_GENERATE, so that nginx need not be restarted for it.
   */
  private static final String DEPLOY =
      """
      #!/bin/sh
      set -e
      for pair in fullchain:cert privkey:key; do
        cp "$RENEWED_LINEAGE/${pair%:*}.pem" "/etc/nginx/private/${pair#*:}.pem"
      done
      """;

  private static final String PREPARE =
      """
      mkdir -p "$1certbot/.well-known/acme-challenge"
      [ -x "$1$2" ] || { printf %s "$3" > "$1$2" && chmod 755 "$1$2"; }
      """;

  private final Engine platform;

  CertbotSteps(Engine platform) {
    this.platform = platform;
  }

  void write(WriteCertbot step, Marks marks, WorkContext context) throws IOException {
    context.progress("write the files of certbot", 0, 1, "certificates", 0);
    Instance instance = platform.instance(step.layout());
    CertbotFiles files = CertbotFiles.of(instance);
    Nginx nginx = CertificateSteps.nginx(instance);
    if (!files.isThere()) {
      marks.put(MADE, "yes");
    }
    files.write(step);
    nginx.shell(PREPARE, nginx.folder(), HOOK, DEPLOY);
  }

  void removeFiles(WriteCertbot step, Marks marks, WorkContext context) throws IOException {
    if (marks.all().containsKey(MADE)) {
      CertbotFiles.of(platform.instance(step.layout())).remove();
    }
  }

  void order(RunCertbot step, Marks marks, WorkContext context)
      throws IOException, InterruptedException {
    context.progress("run certbot", 0, 1, "certificates", 0);
    Instance instance = platform.instance(step.layout());
    Nginx nginx = CertificateSteps.nginx(instance);
    KeptCertificate.keep(step.kept(), marks, nginx);
    try {
      CertbotFiles files = CertbotFiles.of(instance);
      run(instance, files.run("certbot"));
      // It hands over what is new. What it had, and another certificate replaced since, is not.
      run(
          instance,
          files.run(
              "--env",
              "RENEWED_LINEAGE=/etc/letsencrypt/live/" + files.domain(),
              "--entrypoint",
              nginx.folder() + HOOK,
              "certbot"));
      served(instance, nginx);
    } catch (HostingException e) {
      e.addAftermath(KeptCertificate.putBack(marks, nginx));
      throw e;
    }
  }

  private static void run(Instance instance, DockerCommand command) {
    instance.docker().run(command.about(instance.name(), "certbot").timeLimit(LIMIT));
  }

  /** Requires that nginx serves what certbot put there. */
  private static void served(Instance instance, Nginx nginx)
      throws IOException, InterruptedException {
    Path look = Files.createTempDirectory(instance.layout().ownFolder(), "look-");
    try {
      nginx.copyOut(look);
      KeyedCertificate stored = KeyedCertificate.in(look);
      nginx.reload();
      Nginx.Served served = nginx.await(stored.fingerprint(), CertificateSteps.SERVED);
      if (!served.isWanted()) {
        throw new VerificationFailedException(
            "run certbot", "nginx does not serve " + stored + " but " + served.words(), null);
      }
    } finally {
      CertificateSteps.remove(look);
    }
  }

  void serveBefore(RunCertbot step, Marks marks, WorkContext context) throws InterruptedException {
    if (!marks.all().getOrDefault("kept", "").isEmpty()) {
      KeptCertificate.putBack(marks, CertificateSteps.nginx(platform.instance(step.layout())));
    }
  }
}
