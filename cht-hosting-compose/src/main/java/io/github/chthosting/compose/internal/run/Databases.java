package io.github.chthosting.compose.internal.run;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.Services;
import io.github.chthosting.compose.host.HostFacts;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.compose.run.ExpectedDatabases;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the CHT from starting on databases that are not its own. */
public final class Databases implements Capability {
  public static final String CHECK = "check-databases";
  public static final String RECORD = "record-databases";

  private static final Logger log = LoggerFactory.getLogger(Databases.class);

  /** A cluster's nodes find each other first, and answer for all ranges only then. */
  private static final Duration JOINING = Duration.ofSeconds(30);

  private static final ExpectedDatabases NONE = new ExpectedDatabases(Instant.EPOCH, Map.of());

  private final ComposePlatform platform;

  public Databases(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(CHECK, RECORD);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    Layout layout = Layout.of(step.arguments());
    if (!HostFacts.isLocal(platform.docker())) {
      log.warn("{}: the engine is on another host, so its CouchDB is not asked", layout.project());
      return;
    }
    if (step.action().equals(CHECK)) {
      ExpectedDatabases.read(layout).ifPresent(expected -> check(layout, expected, context));
    } else {
      record(platform.instance(layout), step.arguments().containsKey("accept"));
    }
  }

  /** Neither changes what could be taken back. */
  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {}

  private void check(Layout layout, ExpectedDatabases expected, WorkContext context) {
    boolean joins = platform.instance(layout).couchdbServices().size() > 1;
    Instant limit = Instant.now().plus(joins ? JOINING : Duration.ZERO);
    List<String> reasons = expected.against(observe(layout, context));
    while (!reasons.isEmpty() && Instant.now().isBefore(limit)) {
      Waiting.pause(CHECK);
      reasons = expected.against(observe(layout, context));
    }
    if (!reasons.isEmpty()) {
      refuse(layout, expected, reasons);
    }
  }

  private ExpectedDatabases observe(Layout layout, WorkContext context) {
    AtomicReference<ExpectedDatabases> seen = new AtomicReference<>(NONE);
    AtomicReference<String> last = new AtomicReference<>("");
    Waiting.until(
        () -> {
          try (CouchDb couch = platform.instance(layout).couchDb()) {
            seen.set(ExpectedDatabases.observe(couch));
            return true;
          } catch (AccessDeniedException e) {
            throw e;
          } catch (HostingException e) {
            last.set(String.valueOf(e.getMessage()));
            return false;
          }
        },
        platform.patience(),
        context,
        CHECK + " of " + layout.project(),
        () -> "CouchDB does not answer: " + last.get());
    return Objects.requireNonNullElse(seen.get(), NONE);
  }

  /** CouchDB goes again, unless the CHT runs already: then nothing is gained by it. */
  private void refuse(Layout layout, ExpectedDatabases expected, List<String> reasons) {
    ComposeInstance instance = platform.instance(layout);
    boolean writes =
        instance.containers().stream()
            .anyMatch(each -> !Services.isStore(each.service()) && each.status().isUp());
    if (!writes) {
      new Containers(instance).stop(Services::isStore, Duration.ofSeconds(60));
    }
    throw new VerificationFailedException(
        CHECK + " of " + layout.project(),
        "%s %s: its data folders do not hold what was recorded on %s (%s). Look whether %s names the right folders, and their disk is mounted; if it is meant so, record the databases anew"
            .formatted(
                layout.project(),
                writes ? "runs, and should be stopped" : "was not started",
                expected.recorded(),
                String.join("; ", reasons),
                layout.environment()),
        null);
  }

  private static void record(ComposeInstance instance, boolean accept) {
    if (instance.couchdbServices().stream()
        .flatMap(service -> instance.containers(service).stream())
        .noneMatch(each -> each.status().state().equals("running"))) {
      log.info("{}: CouchDB does not run, so its databases are not recorded", instance.name());
      return;
    }
    try (CouchDb couch = instance.couchDb()) {
      ExpectedDatabases now = ExpectedDatabases.observe(couch);
      List<String> reasons =
          ExpectedDatabases.read(instance.layout())
              .map(before -> before.against(now))
              .orElse(List.of());
      if (reasons.isEmpty() || accept) {
        now.write(instance.layout());
      } else {
        log.warn(
            "{}: the record of its databases is left as it was, for {}", instance.name(), reasons);
      }
    }
  }
}
