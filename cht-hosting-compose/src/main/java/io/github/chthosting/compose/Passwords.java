package io.github.chthosting.compose;

import io.github.chthosting.Secret;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.password.ChangePassword;
import io.github.chthosting.compose.internal.password.CouchNodes;
import io.github.chthosting.compose.internal.password.PasswordFile;
import io.github.chthosting.compose.internal.password.PasswordFinding;
import io.github.chthosting.compose.internal.password.RecoverPassword;
import io.github.chthosting.compose.internal.steps.ComposeSteps;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.plan.Step;
import io.github.chthosting.platform.ServiceStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The password of the administrator with whom all services of one instance log in to CouchDB. Plans
 * need an engine on this host.
 *
 * <p>No password is in a plan or journal. While a plan is under way, the old and the new one are in
 * files of mode 600 in the installation's own folder, so that it can be resumed or taken back.
 */
public final class Passwords {
  private static final Cost CHANGE = new Cost(0, 0, Duration.ofSeconds(45), Risk.REVERSIBLE);

  private final Instance instance;

  private Passwords(Instance instance) {
    this.instance = instance;
  }

  /** Returns the passwords of an instance. Asks nobody. */
  public static Passwords of(ComposeInstance instance) {
    return new Passwords(instance.observed());
  }

  /** Returns the administrator's name. */
  public String user() {
    return instance.environment().get("COUCHDB_USER").orElse("admin");
  }

  /** Returns whether the password of {@code .env} opens each CouchDB node. */
  public List<Finding> check() {
    String password = instance.environment().get("COUCHDB_PASSWORD").orElse("");
    if (password.isEmpty()) {
      return List.of(
          Finding.error(
              PasswordFinding.MISSING,
              "password",
              "COUCHDB_PASSWORD is not in " + environment(),
              "recover it"));
    }
    return CouchNodes.of(instance).check(user(), Secret.of(password));
  }

  private Path environment() {
    return instance.layout().environment();
  }

  /**
   * Returns a new one of seven words; afterwards it is in {@code .env}. See {@link
   * #planChange(Path)}.
   */
  public Plan planChange() {
    return change("");
  }

  /**
   * Returns a new password in all nodes of CouchDB, in {@code .env} and in all services, which are
   * started anew: users are interrupted for less than a minute. If a service does not come back
   * with it, the old one is put back everywhere.
   *
   * @param file with the new password, mode 600
   * @throws PlanRefusedException if the present password does not open all nodes, a service is not
   *     up, or the new password is none that the CHT can carry; with every reason at once
   */
  public Plan planChange(Path file) {
    PasswordFile.read(file);
    return change(file.toAbsolutePath().toString());
  }

  private Plan change(String from) {
    requireLocal();
    List<String> reasons = new ArrayList<>();
    check().stream()
        .filter(finding -> finding.severity() != Finding.Severity.OK)
        .forEach(finding -> reasons.add(finding.subject() + ": " + finding.explanation()));
    instance.status().stream()
        .filter(service -> !service.isUp())
        .map(Passwords::notUp)
        .forEach(reasons::add);
    refuse("new password of " + user(), reasons);
    return plan(
        "new password of " + user() + " on " + instance.name(),
        new ChangePassword(instance.layout(), user(), from, own()));
  }

  /** Refuses an engine on another host: its CouchDB cannot be asked from here. */
  private void requireLocal() {
    if (!HostFacts.isLocal(instance.docker())) {
      refuse(
          "password of " + user(),
          List.of("the engine is on another host, and CouchDB answers there alone: run it there"));
    }
  }

  private static String notUp(ServiceStatus service) {
    return service.service() + " is " + service.state() + ": start it first";
  }

  private static void refuse(String what, List<String> reasons) {
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(what, reasons);
    }
  }

  /**
   * Gives CouchDB the password that {@code .env} has, where the two differ or nobody knows the old
   * one: it is written into CouchDB's own file and CouchDB is started anew. Nothing to do if it
   * opens all nodes.
   *
   * @throws PlanRefusedException if {@code .env} has none, or CouchDB has no container
   */
  public Plan planRecovery() {
    requireLocal();
    List<String> reasons = new ArrayList<>();
    if (instance.environment().get("COUCHDB_PASSWORD").orElse("").isEmpty()) {
      reasons.add(
          "COUCHDB_PASSWORD is not in " + environment() + ": write the wanted password there");
    }
    if (instance.couchdbServices().isEmpty()
        || instance.containers(instance.couchdbServices().get(0)).isEmpty()) {
      reasons.add("CouchDB has no container: start the instance first");
    }
    refuse("recovery of the password of " + user(), reasons);
    boolean works = check().stream().allMatch(finding -> finding.severity() == Finding.Severity.OK);
    String title = "password of .env for CouchDB of " + instance.name();
    return works
        ? new Plan(title, List.of()).carriedOutBy(ComposeSteps.of(instance.platform()))
        : plan(title, new RecoverPassword(instance.layout(), user(), own()));
  }

  private Path own() {
    long now = Clock.systemUTC().instant().getEpochSecond();
    return instance.layout().ownFolder().resolve("password").resolve(String.valueOf(now));
  }

  private Plan plan(String title, Step step) {
    return new Plan(
            title,
            List.of(step.costing(CHANGE)),
            List.of(
                "users are interrupted for less than a minute",
                "sessions of " + user() + " end from CouchDB 3.4; other users' go on"))
        .carriedOutBy(ComposeSteps.of(instance.platform()));
  }
}
