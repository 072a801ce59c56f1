package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.compose.tls.KeyedCertificate;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * The CHT's own way to a certificate: certbot in a container of its own writes its challenge into
 * nginx's volume, and hands what it gets to a script there, which puts it in its place.
 */
public final class CertbotSteps implements Capability {
  private static final String WRITE = "write-certbot";
  private static final String RUN = "run-certbot";
  private static final String MADE = "made";
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String HOOK = "deploy.sh";

  /**
   * As nginx of the CHT makes it when it starts in the mode AUTO_GENERATE, so that it need not be
   * restarted for it.
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

  private final ComposePlatform platform;

  public CertbotSteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(WRITE, RUN);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context)
      throws IOException, InterruptedException {
    ComposeInstance instance = platform.instance(Layout.of(step.arguments()));
    context.progress(step.action(), 0, 1, "certificates", 0);
    CertbotFiles files = CertbotFiles.of(instance);
    Nginx nginx = CertificateSteps.nginx(instance);
    if (step.action().equals(RUN)) {
      order(step, marks, instance, nginx);
    } else {
      if (!files.isThere()) {
        marks.put(MADE, "yes");
      }
      files.write(step);
      nginx.shell(PREPARE, nginx.folder(), HOOK, DEPLOY);
    }
  }

  private static void order(Step step, Marks marks, ComposeInstance instance, Nginx nginx)
      throws IOException, InterruptedException {
    KeptCertificate.keep(step, marks, nginx);
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
      e.leaves(KeptCertificate.putBack(marks, nginx));
      throw e;
    }
  }

  private static void run(ComposeInstance instance, DockerCommand command) {
    instance.docker().run(command.about(instance.name(), "certbot").timeLimit(LIMIT));
  }

  /** What certbot put there is what must be served. */
  private static void served(ComposeInstance instance, Nginx nginx)
      throws IOException, InterruptedException {
    Path look = Files.createTempDirectory(instance.layout().ownFolder(), "look-");
    try {
      nginx.copyOut(look);
      KeyedCertificate stored = KeyedCertificate.in(look);
      nginx.reload();
      Nginx.Served served = nginx.await(stored.fingerprint(), CertificateSteps.SERVED);
      if (!served.isWanted()) {
        throw new VerificationFailedException(
            RUN, "nginx does not serve " + stored + " but " + served.words(), null);
      }
    } finally {
      CertificateSteps.remove(look);
    }
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context)
      throws IOException, InterruptedException {
    ComposeInstance instance = platform.instance(Layout.of(step.arguments()));
    if (step.action().equals(RUN) && !marks.all().getOrDefault("kept", "").isEmpty()) {
      KeptCertificate.putBack(marks, CertificateSteps.nginx(instance));
    } else if (step.action().equals(WRITE) && marks.all().containsKey(MADE)) {
      CertbotFiles.of(instance).remove();
    }
  }
}
