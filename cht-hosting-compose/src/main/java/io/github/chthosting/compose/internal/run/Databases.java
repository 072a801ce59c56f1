package io.github.chthosting.compose.internal.run;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.ExpectedDatabases;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.instance.Services;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the CHT from starting on databases that are not its own. */
final class Databases {
  private static final String CHECK = "check-databases";

  private static final Logger log = LoggerFactory.getLogger(Databases.class);

  /** A cluster's nodes find each other first, and answer for all ranges only then. */
  private static final Duration JOINING = Duration.ofSeconds(30);

  private final Engine platform;

  Databases(Engine platform) {
    this.platform = platform;
  }

  void compare(CheckDatabases step, Marks marks, WorkContext context) {
    if (isAsked(step.layout())) {
      ExpectedDatabases.read(step.layout())
          .ifPresent(expected -> check(step.layout(), expected, context));
    }
  }

  void note(RecordDatabases step, Marks marks, WorkContext context) {
    if (isAsked(step.layout())) {
      record(platform.instance(step.layout()), step.accept());
    }
  }

  private boolean isAsked(Layout layout) {
    boolean local = HostFacts.isLocal(platform.docker());
    if (!local) {
      log.warn("{}: the engine is on another host, so its CouchDB is not asked", layout.project());
    }
    return local;
  }

  private void check(Layout layout, ExpectedDatabases expected, WorkContext context) {
    boolean joins = platform.instance(layout).couchdbServices().size() > 1;
    Instant limit = Instant.now().plus(joins ? JOINING : Duration.ZERO);
    ExpectedDatabases seen = observe(layout, context);
    List<String> reasons = expected.against(seen);
    while (!reasons.isEmpty() && Instant.now().isBefore(limit)) {
      Waiting.pause(CHECK);
      seen = observe(layout, context);
      reasons = expected.against(seen);
    }
    if (!reasons.isEmpty()) {
      refuse(layout, expected, reasons);
    }
    seen.uneven().forEach(one -> log.warn("{}: {}", layout.project(), one));
  }

  private ExpectedDatabases observe(Layout layout, WorkContext context) {
    String operation = CHECK + " of " + layout.project();
    return ExpectedDatabases.await(
        platform.instance(layout),
        platform.patience(),
        context,
        operation,
        ExpectedDatabases::observe);
  }

  /** CouchDB goes again, unless the CHT runs already: then nothing is gained by it. */
  private void refuse(Layout layout, ExpectedDatabases expected, List<String> reasons) {
    Instance instance = platform.instance(layout);
    boolean writes =
        instance.containers().stream()
            .anyMatch(each -> !Services.isStore(each.service()) && each.status().isUp());
    if (!writes) {
      new Containers(instance).stop(Services::isStore, Duration.ofSeconds(60));
    }
    throw new VerificationFailedException(
        CHECK + " of " + layout.project(),
        "%s %s: its data folders do not hold what was recorded on %s (%s). Look whether %s names the right folders, and their disk is mounted; if it is meant so, record the databases again"
            .formatted(
                layout.project(),
                writes ? "runs, and should be stopped" : "was not started",
                expected.recorded(),
                String.join("; ", reasons),
                layout.environment()),
        null);
  }

  private static void record(Instance instance, boolean accept) {
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
