package io.github.chthosting.compose.internal.password;

import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.plan.Marks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * CouchDB's own file, in which the administrators are, gets the password of {@code .env}; CouchDB
 * hashes it when it starts. Other nodes take over what the first one has.
 */
final class Recovery {
  private static final String FILE = "/opt/couchdb/etc/local.d/cluster-credentials.ini";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Engine platform;
  private final Layout layout;
  private final String user;
  private final Path own;

  Recovery(Engine platform, RecoverPassword step) {
    this.platform = platform;
    this.layout = step.layout();
    this.user = step.user();
    this.own = step.own();
  }

  void apply(Marks marks) throws IOException, InterruptedException {
    Instance instance = platform.instance(layout);
    String written = instance.environment().get("COUCHDB_PASSWORD").orElse("");
    Secret password = AdminsFile.carried(written, layout.environment());
    DurableFolder.create(own, Permissions.READABLE);
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
    Path kept = own.resolve("before.ini");
    // A recovery that failed has put it back, and keeps none.
    if (!marks.all().containsKey("kept") || !Files.exists(kept)) {
      docker(instance, "cp", first(instance) + ":" + FILE, kept.toString());
      DurableFolder.syncAll(own);
      marks.put("kept", kept.toString());
    }
    List<String> lines = Files.readAllLines(kept, StandardCharsets.UTF_8);
    write(own.resolve("next.ini"), AdminsFile.with(lines, user, password));
    try {
      put(instance, own.resolve("next.ini"));
      await(password);
    } catch (HostingException e) {
      rollBack(marks);
      e.addAftermath("CouchDB has its own file from before again.");
      throw e;
    }
    forget();
  }

  private static String first(Instance instance) {
    return instance.containers(instance.couchdbServices().get(0)).get(0).id();
  }

  private static void write(Path file, List<String> lines) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, lines, StandardCharsets.UTF_8);
  }

  /** A running CouchDB would write its own over it: it is stopped before. */
  private void put(Instance instance, Path file) {
    String first = first(instance);
    docker(instance, "stop", "--time", "30", first);
    docker(instance, "cp", file.toString(), first + ":" + FILE);
    docker(instance, "start", first);
    instance.couchdbServices().stream()
        .skip(1)
        .flatMap(service -> instance.containers(service).stream())
        .forEach(node -> docker(instance, "restart", "--time", "30", node.id()));
  }

  private static void docker(Instance instance, String... words) {
    instance
        .docker()
        .run(DockerCommand.of(words).about(instance.name(), "couchdb").timeLimit(PATIENCE));
  }

  private void await(Secret password) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!CouchNodes.of(platform.instance(layout)).open(user, password)) {
      if (System.nanoTime() > deadline) {
        throw new VerificationFailedException(
            "recovery of the password of " + user,
            "CouchDB of " + layout.project() + " does not open with the password of .env.",
            null);
      }
      Thread.sleep(500);
    }
  }

  void rollBack(Marks marks) throws IOException {
    String kept = marks.all().getOrDefault("kept", "");
    if (!kept.isEmpty() && Files.exists(Path.of(kept))) {
      put(platform.instance(layout), Path.of(kept));
    }
    forget();
  }

  private void forget() throws IOException {
    Files.deleteIfExists(own.resolve("before.ini"));
    Files.deleteIfExists(own.resolve("next.ini"));
    Files.deleteIfExists(own);
  }
}
