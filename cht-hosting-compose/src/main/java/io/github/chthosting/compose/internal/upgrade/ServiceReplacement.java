package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Services;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.platform.run.RevertingRun;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Exchanges the containers of one version for those of another, and goes back if that fails. How
 * far it is, is in its marks; each part may be done again.
 */
final class ServiceReplacement {
  private static final String COUNTS = "counts";
  private static final String UP = "up";
  private static final String PHASE = "phase";

  private enum Phase {
    /** Nothing has happened but stopping. */
    BEFORE,
    /** The databases were counted; the files may be either's, and CouchDB stopped. */
    COUNTED,
    /** The new files are in use; CouchDB's containers may be either's. */
    FILES,
    /** CouchDB runs with the new image and holds what it held; the rest may be either's. */
    STORES,
  }

  private final InstanceContainers containers;
  private final Layout layout;
  private final KeptVersion from;
  private final KeptVersion to;
  private final Duration patience;
  private final boolean local;
  private final Marks marks;
  private final WorkContext context;
  private final String operation;

  ServiceReplacement(
      Engine platform, Layout layout, String from, String to, Marks marks, WorkContext context) {
    this.layout = layout;
    this.containers = new InstanceContainers(platform, layout);
    this.from = kept(from);
    this.to = kept(to);
    this.patience = platform.patience();
    this.local = HostFacts.isLocal(platform.docker());
    this.marks = marks;
    this.context = context;
    this.operation =
        "upgrade %s %s -> %s".formatted(layout.project(), this.from.version(), this.to.version());
  }

  private KeptVersion kept(String name) {
    return KeptVersion.require(layout, name, "upgrade " + layout.project());
  }

  void run() {
    new RevertingRun(
            operation,
            this::forward,
            this::back,
            "%s runs %s again with the files and images before"
                .formatted(layout.project(), from.version()),
            "The data folders were not touched")
        .run();
  }

  private void forward() {
    if (phase() == Phase.BEFORE) {
      if (marks.all().getOrDefault(UP, "").isEmpty()) {
        note(UP, containers.up());
      }
      containers.stopWriters();
      note(COUNTS, local ? Comparison.text(comparison().count(patience)) : "{}");
      note(PHASE, Phase.COUNTED.name());
    }
    if (phase() == Phase.COUNTED) {
      containers.stopWriters();
      containers.stopStores();
      containers.use(to);
      note(PHASE, Phase.FILES.name());
    }
    if (phase() == Phase.FILES) {
      containers.stopWriters();
      stores();
      note(PHASE, Phase.STORES.name());
    }
    containers.startAll();
    await(service -> true).version(to);
    compare();
    from.asWayBackFrom(layout, KeptVersion.nameOf(to.version()));
  }

  private Phase phase() {
    String phase = marks.all().getOrDefault(PHASE, "");
    return phase.isEmpty() ? Phase.BEFORE : Phase.valueOf(phase);
  }

  private void note(String name, String value) {
    marks.put(name, value);
  }

  private Comparison comparison() {
    return new Comparison(containers, context);
  }

  private void stores() {
    containers.startStores();
    await(Services::isStore);
    compare();
  }

  private void compare() {
    Map<String, Long> before = Comparison.of(marks.all().getOrDefault(COUNTS, ""));
    if (!before.isEmpty()) {
      comparison().await(before, patience);
    }
  }

  private AwaitServices await(Predicate<String> services) {
    AwaitServices await = new AwaitServices(containers, operation, patience, context);
    await.up(services);
    return await;
  }

  /** Goes back from whichever phase was reached, also after a kill. */
  void back() {
    String before = marks.all().getOrDefault(UP, "");
    if (phase() != Phase.BEFORE) {
      containers.stopWriters();
      containers.stopStores();
      containers.use(from);
      stores();
    }
    if (!before.isEmpty()) {
      containers.startAll();
      Set<String> wanted = Set.of(before.split(","));
      AwaitServices await = await(wanted::contains);
      if (wanted.contains("api") && wanted.contains("nginx")) {
        await.version(from);
      }
    }
    note(PHASE, "");
    note(UP, "");
  }
}
