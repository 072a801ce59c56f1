package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.compose.tls.KeyedCertificate;
import io.github.chthosting.compose.tls.SelfSigned;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.PlatformException;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.shredzone.acme4j.Session;

/** Makes certificates and has them served. The one before is kept, and put back if need be. */
public final class CertificateSteps implements Capability {
  static final Duration SERVED = Duration.ofSeconds(20);
  private static final String MODE = "CERTIFICATE_MODE";
  private static final String NOTHING = "nothing was there";

  private final ComposePlatform platform;

  public CertificateSteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(
        "make-certificate",
        "order-certificate",
        "serve-certificate",
        "reload-certificate",
        "set-certificate-mode");
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws Exception {
    ComposeInstance instance = platform.instance(Layout.of(step.arguments()));
    context.progress(step.action(), 0, 1, "certificates", 0);
    switch (step.action()) {
      case "make-certificate" -> make(step);
      case "order-certificate" -> order(step, instance, context);
      case "serve-certificate" -> serve(step, marks, instance);
      case "reload-certificate" -> reload(step, nginx(instance));
      default -> mode(step, marks, instance);
    }
  }

  private static void make(Step step) {
    Path folder = Path.of(step.argument("to"));
    if (!Files.exists(folder.resolve(KeyedCertificate.CERTIFICATE))) {
      SelfSigned.of(
              Arrays.asList(step.argument("names").split(",", -1)), Clock.systemUTC().instant())
          .write(folder);
    }
  }

  private static void order(Step step, ComposeInstance instance, WorkContext context)
      throws InterruptedException, IOException {
    Path folder = Path.of(step.argument("to"));
    if (Files.exists(folder.resolve(KeyedCertificate.CERTIFICATE))) {
      return;
    }
    Session session =
        AcmeSession.of(URI.create(step.argument("directory")), step.argument("trusted"));
    List<String> names = Arrays.asList(step.argument("names").split(",", -1));
    new AcmeOrder(session, step.argument("email"), names, Path.of(step.argument("account")))
        .write(nginx(instance), folder, context);
  }

  static Nginx nginx(ComposeInstance instance) {
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

  private static KeyedCertificate wanted(Step step) {
    KeyedCertificate read =
        KeyedCertificate.read(Path.of(step.argument("certificate")), Path.of(step.argument("key")));
    String fingerprint = step.argument("sha256");
    return fingerprint.isEmpty() ? read : read.expect(fingerprint);
  }

  private static void serve(Step step, Marks marks, ComposeInstance instance) throws Exception {
    KeyedCertificate wanted = wanted(step);
    Nginx nginx = nginx(instance);
    KeptCertificate.keep(step, marks, nginx);
    Path fresh = privateFolder(instance);
    try {
      wanted.write(fresh);
      nginx.put(fresh);
      nginx.reload();
      Nginx.Served served = nginx.await(wanted.fingerprint(), SERVED);
      if (!served.isWanted()) {
        throw new VerificationFailedException(
            step.toString(),
            "nginx of " + instance.name() + " does not serve " + wanted + " but " + served.words(),
            null);
      }
      marks.put("served", wanted.fingerprint());
    } catch (HostingException e) {
      e.leaves(KeptCertificate.putBack(marks, nginx));
      throw e;
    } finally {
      remove(fresh);
    }
  }

  private static void reload(Step step, Nginx nginx) throws InterruptedException {
    nginx.reload();
    Nginx.Served served = nginx.await(step.argument("sha256"), SERVED);
    if (!served.isWanted()) {
      throw new VerificationFailedException(
          step.toString(),
          "nginx was told to read its certificate anew, and still serves " + served.words(),
          null);
    }
  }

  private static void mode(Step step, Marks marks, ComposeInstance instance) {
    EnvFile file = instance.environment();
    if (!marks.all().containsKey("before")) {
      marks.put("before", file.get(MODE).map(value -> "=" + value).orElse(NOTHING));
    }
    file.with(MODE, step.argument("to")).write(instance.layout().environment());
  }

  /** On this host alone, and gone when the step is over. */
  private static Path privateFolder(ComposeInstance instance) throws IOException {
    Path own = Files.createDirectories(instance.layout().ownFolder());
    return Files.createTempDirectory(own, "certificate-");
  }

  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(KeyedCertificate.KEY));
    Files.deleteIfExists(folder.resolve(KeyedCertificate.CERTIFICATE));
    Files.deleteIfExists(folder);
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
    ComposeInstance instance = platform.instance(Layout.of(step.arguments()));
    switch (step.action()) {
      case "make-certificate", "order-certificate" -> remove(Path.of(step.argument("to")));
      case "serve-certificate" -> {
        if (!marks.all().getOrDefault("kept", "").isEmpty()) {
          KeptCertificate.putBack(marks, nginx(instance));
        }
      }
      case "set-certificate-mode" -> modeBack(marks, instance);
      default -> {}
    }
  }

  private static void modeBack(Marks marks, ComposeInstance instance) {
    String before = marks.all().getOrDefault("before", NOTHING);
    if (!before.equals(NOTHING)) {
      Path environment = instance.layout().environment();
      instance.environment().with(MODE, before.substring(1)).write(environment);
    }
  }
}
