package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.platform.PlatformException;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import io.github.chthosting.platform.certificate.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.shredzone.acme4j.Session;

/** Makes certificates and has them served. The one before is kept, and put back if need be. */
final class CertificateSteps {
  static final Duration SERVED = Duration.ofSeconds(20);
  private static final String MODE = "CERTIFICATE_MODE";
  private static final String NOTHING = "nothing was there";

  private final Engine platform;

  CertificateSteps(Engine platform) {
    this.platform = platform;
  }

  static void make(MakeCertificate step, Marks marks, WorkContext context) {
    context.progress("make the certificate", 0, 1, "certificates", 0);
    if (!Files.exists(step.to().resolve(KeyedCertificate.CERTIFICATE))) {
      SelfSigned.of(step.names(), Clock.systemUTC().instant()).write(step.to());
    }
  }

  static void removeMade(MakeCertificate step, Marks marks, WorkContext context)
      throws IOException {
    remove(step.to());
  }

  void order(OrderCertificate step, Marks marks, WorkContext context)
      throws InterruptedException, IOException {
    context.progress("order the certificate", 0, 1, "certificates", 0);
    if (Files.exists(step.to().resolve(KeyedCertificate.CERTIFICATE))) {
      return;
    }
    Session session = AcmeSession.of(step.directory(), step.trusted());
    new AcmeOrder(session, step.email(), step.names(), step.account())
        .write(nginx(platform.instance(step.layout())), step.to(), context);
  }

  static void removeOrdered(OrderCertificate step, Marks marks, WorkContext context)
      throws IOException {
    remove(step.to());
  }

  static Nginx nginx(Instance instance) {
    return Nginx.of(instance)
        .orElseThrow(
            () ->
                new PlatformException(
                    "certificate of " + instance.name(),
                    instance.name()
                        + " has no container of nginx: start it first. Nothing was changed.",
                    true,
                    instance.name(),
                    "nginx",
                    -1,
                    null));
  }

  private static KeyedCertificate wanted(ServeCertificate step) {
    KeyedCertificate read = KeyedCertificate.read(step.certificate(), step.key());
    return step.sha256().isEmpty() ? read : read.expect(step.sha256());
  }

  void serve(ServeCertificate step, Marks marks, WorkContext context)
      throws InterruptedException, IOException {
    context.progress("serve the certificate", 0, 1, "certificates", 0);
    Instance instance = platform.instance(step.layout());
    KeyedCertificate wanted = wanted(step);
    Nginx nginx = nginx(instance);
    KeptCertificate.keep(step.kept(), marks, nginx);
    Path fresh = privateFolder(instance);
    try {
      wanted.write(fresh);
      nginx.put(fresh);
      nginx.reload();
      Nginx.Served served = nginx.await(wanted.fingerprint(), SERVED);
      if (!served.isWanted()) {
        throw new VerificationFailedException(
            step.describe(),
            "nginx of " + instance.name() + " does not serve " + wanted + " but " + served.words(),
            null);
      }
      marks.put("served", wanted.fingerprint());
    } catch (HostingException e) {
      e.addAftermath(KeptCertificate.putBack(marks, nginx));
      throw e;
    } finally {
      remove(fresh);
    }
  }

  void serveBefore(ServeCertificate step, Marks marks, WorkContext context)
      throws InterruptedException {
    if (!marks.all().getOrDefault("kept", "").isEmpty()) {
      KeptCertificate.putBack(marks, nginx(platform.instance(step.layout())));
    }
  }

  void reload(ReloadCertificate step, Marks marks, WorkContext context)
      throws InterruptedException {
    context.progress("reload the certificate", 0, 1, "certificates", 0);
    Nginx nginx = nginx(platform.instance(step.layout()));
    nginx.reload();
    Nginx.Served served = nginx.await(step.sha256(), SERVED);
    if (!served.isWanted()) {
      throw new VerificationFailedException(
          step.describe(),
          "nginx was told to read its certificate again, and still serves " + served.words(),
          null);
    }
  }

  void mode(SetCertificateMode step, Marks marks, WorkContext context) {
    EnvFile file = EnvFile.read(step.layout().environment());
    if (!marks.all().containsKey("before")) {
      marks.put("before", file.get(MODE).map(value -> "=" + value).orElse(NOTHING));
    }
    file.with(MODE, step.to()).write(step.layout().environment());
  }

  void modeBack(SetCertificateMode step, Marks marks, WorkContext context) {
    String before = marks.all().getOrDefault("before", "");
    if (!before.isEmpty()) {
      EnvFile file = EnvFile.read(step.layout().environment());
      EnvFile back =
          before.equals(NOTHING) ? file.without(MODE) : file.with(MODE, before.substring(1));
      back.write(step.layout().environment());
    }
  }

  /** A private temporary folder on this host; the step deletes it at its end. */
  private static Path privateFolder(Instance instance) throws IOException {
    Path own = Files.createDirectories(instance.layout().ownFolder());
    return Files.createTempDirectory(own, "certificate-");
  }

  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(KeyedCertificate.KEY));
    Files.deleteIfExists(folder.resolve(KeyedCertificate.CERTIFICATE));
    Files.deleteIfExists(folder);
  }
}
