package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.instance.Services;
import io.github.chthosting.compose.internal.run.Health;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.maintenance.IndexProgress;
import io.github.chthosting.couchdb.maintenance.IndexWatch;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for services; as long as CouchDB builds indexes, api's silence is no failure. */
public record AwaitServices(
    InstanceContainers containers, String operation, Duration patience, WorkContext context) {

  /**
   * Waits until the services that the files in use name are up and stay so; those of the other
   * version may linger.
   */
  public void up(Predicate<String> services) {
    Health health = new Health(operation);
    until(
        () -> {
          Instance instance = containers.instance();
          Set<String> wanted = instance.images().keySet();
          return String.join(
              ", ",
              health.missing(
                  instance,
                  name ->
                      services.test(name)
                          && (wanted.contains(name) || name.equals(Services.UPGRADE))));
        });
  }

  /**
   * Waits until api reports this version. For a branch any version will do: its builds do not
   * report its name.
   */
  public void version(KeptVersion wanted) {
    boolean named = ChtVersion.of(wanted.version()).kind() != ChtVersion.Kind.BRANCH;
    Health health = new Health(operation);
    until(
        () -> {
          Instance instance = containers.instance();
          List<String> missing = health.missing(instance, service -> service.equals("api"));
          Optional<String> seen = new ServedVersion(instance).ask();
          if (!missing.isEmpty() || seen.isEmpty()) {
            return "api does not report its version yet";
          }
          return named && !seen.get().equals(wanted.version())
              ? "api reports version %s, not %s".formatted(seen.get(), wanted.version())
              : "";
        });
  }

  /** Waits until nothing is missing. */
  private void until(Supplier<String> missing) {
    long quiet = System.nanoTime();
    for (String last = missing.get(); !last.isEmpty(); last = missing.get()) {
      context.checkCancelled();
      List<IndexProgress> indexes = indexes();
      if (!indexes.isEmpty()) {
        quiet = System.nanoTime();
        context.progress("CouchDB builds " + indexes.get(0), 0, 1, "steps", 0);
      } else if (System.nanoTime() - quiet > patience.toNanos()) {
        throw new TimedOutException(
            operation, "%s: after %d s %s.".formatted(operation, patience.toSeconds(), last), null);
      }
      Waiting.pause(operation);
    }
  }

  private List<IndexProgress> indexes() {
    try (CouchDb couch = containers.instance().couchDb()) {
      return IndexWatch.of(couch).observe();
    } catch (HostingException e) {
      // It does not run, or runs where it cannot be asked.
      return List.of();
    }
  }
}
