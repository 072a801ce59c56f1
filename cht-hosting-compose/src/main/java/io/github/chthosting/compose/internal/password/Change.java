package io.github.chthosting.compose.internal.password;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.env.PassPhrase;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.AdminPassword;
import io.github.chthosting.operation.WorkContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One change of a password. CouchDB first: from then on services are locked out; then {@code .env}
 * and the services. Each part looks whether it is done, so that it can be done again from anywhere.
 */
final class Change {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Engine platform;
  private final Layout layout;
  private final String user;
  private final Path own;
  private final Path before;
  private final Path next;
  private final String from;

  Change(Engine platform, ChangePassword step) {
    this.platform = platform;
    this.layout = step.layout();
    this.user = step.user();
    this.own = step.own();
    this.before = own.resolve("before");
    this.next = own.resolve("next");
    this.from = step.from();
  }

  private Instance instance() {
    return platform.instance(layout);
  }

  void apply(WorkContext context) throws InterruptedException, IOException {
    stage();
    Secret old = PasswordFile.kept(before);
    Secret fresh = PasswordFile.read(next);
    try {
      turn(old, fresh, context);
    } catch (HostingException e) {
      e.addAftermath(back(old, fresh, context));
      throw e;
    }
    forget();
  }

  /** Both passwords are on disk before anything is changed. */
  private void stage() {
    if (!Files.exists(next)) {
      String present = instance().environment().get("COUCHDB_PASSWORD").orElse("");
      PasswordFile.write(before, Secret.of(present));
      PasswordFile.write(
          next, from.isEmpty() ? PassPhrase.words() : PasswordFile.read(Path.of(from)));
    }
  }

  private void turn(Secret present, Secret wanted, WorkContext context)
      throws InterruptedException {
    context.progress("CouchDB", 0, 3, "parts", 0);
    CouchNodes nodes = CouchNodes.of(instance());
    if (!nodes.open(user, wanted)) {
      try (CouchDb couch = nodes.client(Credentials.basic(user, present))) {
        AdminPassword.on(couch, credentials -> CouchNodes.open(couch.addresses(), credentials))
            .change(user, wanted);
      }
    }
    context.progress(".env", 1, 3, "parts", 0);
    instance()
        .environment()
        .with("COUCHDB_PASSWORD", String.valueOf(wanted.reveal()))
        .write(layout.environment());
    context.progress("services", 2, 3, "parts", 0);
    up(present, wanted);
    new PasswordProof(platform, layout, user).await(wanted, present, PATIENCE);
  }

  /** Containers with another environment are created again, in Compose's own order. */
  private void up(Secret present, Secret wanted) {
    Instance instance = instance();
    var docker = platform.docker().hiding(List.of(present, wanted));
    var command =
        layout.mode() == StartedBy.STANDARD
            ? instance.upgradeCompose("up", "--detach")
            : instance.compose("up", "--detach", "--timeout", "10");
    docker.run(command.timeLimit(PATIENCE));
  }

  /** Whatever was done already is undone; what it says belongs behind the failure's message. */
  String back(Secret old, Secret fresh, WorkContext context) throws InterruptedException {
    try {
      turn(fresh, old, context);
      forget();
      return "The old password is in force again everywhere.";
    } catch (HostingException | IOException e) {
      return "The old password could not be put back everywhere: "
          + e.getMessage()
          + " Both passwords are in "
          + own
          + ".";
    }
  }

  void rollBack(WorkContext context) throws InterruptedException, IOException {
    if (Files.exists(before) && Files.exists(next)) {
      turn(PasswordFile.kept(next), PasswordFile.kept(before), context);
    }
    forget();
  }

  private void forget() throws IOException {
    Files.deleteIfExists(next);
    Files.deleteIfExists(before);
    Files.deleteIfExists(own);
  }
}
