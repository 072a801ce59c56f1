package io.github.chthosting.compose.internal.move;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Services;
import io.github.chthosting.compose.internal.upgrade.AwaitServices;
import io.github.chthosting.compose.internal.upgrade.Comparison;
import io.github.chthosting.compose.internal.upgrade.KeptVersion;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.migration.InstanceIdentity;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.platform.run.RevertingRun;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Exchanges one CouchDB node for the first of three, or the other way round, on the same data. How
 * far it is, is in its marks; each part may be done again. All shards are on that one node before
 * and after it.
 */
final class TopologyChange {
  private static final String COUNTS = "counts";
  private static final String IDENTITY = "uuid";
  private static final String UP = "up";
  private static final String PHASE = "phase";
  private static final String STARTED = "started";
  private static final String BACK = "back";

  private enum Phase {
    /** Nothing has happened but stopping. */
    BEFORE,
    /** The databases were counted; CouchDB is being stopped. */
    COUNTED,
    /** The maps are kept; the files may be either's, and CouchDB is stopped. */
    KEPT,
    /** The new files are in use; CouchDB may run by either, its maps may have either name. */
    FILES,
    /** CouchDB runs under its new name and holds what it held; the rest is being started. */
    STORES,
  }

  private final Engine platform;
  private final TopologyFiles files;
  private final TopologyContainers old;
  private final TopologyContainers fresh;
  private final NodeRenaming members;
  private final KeptMaps maps;
  private final NewFolders folders;
  private final Marks marks;
  private final WorkContext context;
  private final String operation;

  TopologyChange(Engine platform, ChangeTopology step, Marks marks, WorkContext context) {
    this.platform = platform;
    this.files = new TopologyFiles(step, marks);
    this.old = new TopologyContainers(platform, files.before());
    this.fresh = new TopologyContainers(platform, files.after());
    this.members = new NodeRenaming(platform, files, step, marks, context);
    this.maps = KeptMaps.of(files.before(), step.data());
    this.folders = new NewFolders(step.folders());
    this.marks = marks;
    this.context = context;
    this.operation = "change the topology of " + files.before().project();
  }

  void run() {
    new RevertingRun(
            operation,
            this::forward,
            this::back,
            files.before().project() + " runs as before",
            "No shard was touched")
        .run();
  }

  private void forward() {
    if (goingBack()) {
      // Its files may be gone already: what was begun is ended before it is tried again.
      back();
    }
    if (phase() == Phase.BEFORE) {
      files.requireAsPlanned(old.containers().instance().dataFolders().get(0));
      if (!isNoted(UP)) {
        members.requireAllOnOne();
        note(UP, old.containers().up());
      }
      old.stopWriters();
      members.requireAllOnOne();
      note(COUNTS, Comparison.text(comparison(old).count(platform.patience())));
      note(IDENTITY, identity(old));
      note(PHASE, Phase.COUNTED.name());
    }
    if (phase() == Phase.COUNTED) {
      old.stopWriters();
      old.stopStores();
      old.requireUnused(maps.data());
      maps.keep();
      note(PHASE, Phase.KEPT.name());
    }
    if (phase() == Phase.KEPT) {
      // Again, as after each pause: a reboot starts what was stopped.
      old.stopWriters();
      old.stopStores();
      old.requireUnused(maps.data());
      files.exchange(old.containers());
      folders.make();
      note(PHASE, Phase.FILES.name());
    }
    if (phase() == Phase.FILES) {
      fresh.stopWriters();
      stores(fresh);
      members.take();
      compare(fresh);
      note(PHASE, Phase.STORES.name());
    }
    note(STARTED, "yes");
    fresh.startAll();
    await(fresh, service -> true).version(files.to());
    compare(fresh);
    KeptVersion.forgetWayBack(files.before());
  }

  private Phase phase() {
    String phase = marks.all().getOrDefault(PHASE, "");
    return phase.isEmpty() ? Phase.BEFORE : Phase.valueOf(phase);
  }

  private void note(String name, String value) {
    marks.put(name, value);
  }

  private Comparison comparison(TopologyContainers containers) {
    return new Comparison(containers.containers(), context);
  }

  private static String identity(TopologyContainers containers) {
    try (CouchDb couch = containers.containers().instance().couchDb()) {
      return InstanceIdentity.of(couch.at(0)).uuid();
    }
  }

  private void stores(TopologyContainers containers) {
    containers.startStores();
    await(containers, Services::isStore);
  }

  private AwaitServices await(TopologyContainers containers, Predicate<String> services) {
    AwaitServices await =
        new AwaitServices(containers.containers(), operation, platform.patience(), context);
    await.up(services);
    return await;
  }

  private void compare(TopologyContainers containers) {
    comparison(containers).await(counted(), platform.patience());
    String before = marks.all().getOrDefault(IDENTITY, "");
    String now = identity(containers);
    if (!now.equals(before)) {
      throw new VerificationFailedException(
          operation, operation + ": CouchDB's uuid is " + now + ", and was " + before + ".", null);
    }
  }

  private Map<String, Long> counted() {
    return Comparison.of(marks.all().getOrDefault(COUNTS, ""));
  }

  /** Goes back from whichever phase was reached, also after a kill and on the way back. */
  void back() {
    if (phase() != Phase.BEFORE) {
      stopped();
      if (phase().compareTo(Phase.KEPT) >= 0) {
        fresh.requireUnused(maps.data());
        maps.putBack();
        files.back(old.containers());
        folders.setAside();
      }
      stores(old);
      comparison(old).await(counted(), platform.patience());
      // Before anybody writes: the kept maps must not come back over newer ones.
      List.of(PHASE, STARTED, BACK).forEach(name -> note(name, ""));
    }
    again(marks.all().getOrDefault(UP, ""));
    note(UP, "");
  }

  /** First it is looked, so that what runs goes on where it cannot go back; then once more. */
  private void stopped() {
    requireNothingNew();
    fresh.stopWriters();
    requireNothingNew();
    note(BACK, "yes");
    fresh.stopStores();
  }

  private boolean goingBack() {
    return isNoted(BACK);
  }

  private boolean isNoted(String name) {
    return !marks.all().getOrDefault(name, "").isEmpty();
  }

  private void again(String before) {
    if (!before.isEmpty()) {
      old.startAll();
      Set<String> wanted = Set.of(before.split(","));
      AwaitServices await = await(old, wanted::contains);
      if (wanted.contains("api") && wanted.contains("nginx")) {
        await.version(files.from());
      }
    }
  }

  /**
   * Refuses to go back over databases that were made meanwhile. CouchDB need not answer where the
   * CHT was not started, or CouchDB was stopped to go back.
   */
  private void requireNothingNew() {
    if (phase().compareTo(Phase.KEPT) >= 0) {
      boolean answers = isNoted(STARTED) && !goingBack();
      new NewDatabases(comparison(fresh), operation)
          .requireNone(counted().keySet(), answers, platform.patience());
    }
  }
}
