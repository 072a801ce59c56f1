package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.PlanProcess.Direction;
import io.github.chthosting.couchdb.kills.ChildProcess;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One plan, carried out by a process of its own under load, cut at a random moment, and resumed or
 * taken back until it is over.
 */
final class KillRun {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * Longest time of a run: on real nodes a read that a killed node left open holds a split for 5
   * minutes.
   */
  private static final Duration LONGEST = Duration.ofMinutes(8);

  private static final List<KillKind> KINDS = List.of(KillKind.values());
  private static final List<Victim> VICTIMS = List.of(Victim.values());

  private final KillWorld world;
  private final CouchDb couch;
  private final Path folder;
  private final KillJournal journal;
  private final Random random;
  private final KillKind kind;
  private final Victim victim;
  private final String database;
  private String cutAt = "";
  private int starts;

  /** The process or node that is killed. */
  enum Victim {
    PROCESS(-1),
    SOURCE(0),
    TARGET(1),
    THIRD(2);

    private final int role;

    Victim(int role) {
      this.role = role;
    }
  }

  /**
   * The result of a run.
   *
   * @param cutAt the last phase in the journal when it was cut; {@code over} if it was too late
   * @param starts of the process
   */
  record Outcome(
      long seed,
      KillKind kind,
      Victim victim,
      String cutAt,
      boolean takenBack,
      int starts,
      int writes,
      int failed,
      int missingReads) {}

  /** The same seed makes the same plan and the same choices; the moment is as the machine is. */
  KillRun(KillWorld world, CouchDb couch, Path parent, long seed) {
    this.world = world;
    this.couch = couch;
    this.folder = parent.resolve("run-" + seed);
    this.journal = new KillJournal(folder);
    this.random = new Random(seed * 7919);
    this.kind = KINDS.get(Math.floorMod(seed, KINDS.size()));
    this.victim = VICTIMS.get(random.nextInt(VICTIMS.size()));
    this.database = "kill-" + seed;
  }

  Outcome run(long seed) {
    KillData data = KillData.create(couch, database, KillKind.Q, kind.replicas);
    try {
      if (kind == KillKind.REBALANCE) {
        journal.begin(
            KillKind.PLACE.plan(couch, database, random), Cluster.of(couch).plans().steps());
        finish(Direction.FORTH);
      }
      settled();
      return cut(seed, data);
    } finally {
      couch.database(database).delete();
    }
  }

  private Outcome cut(long seed, KillData data) {
    Map<String, String> content = data.read(0);
    ShardMap before = Cluster.of(couch).shards(database);
    Plan plan = kind.plan(couch, database, random);
    if (plan.isEmpty()) {
      // All is on the node already that it was to be placed on.
      return new Outcome(seed, kind, victim, "nothing to do", false, 0, 0, 0, 0);
    }
    journal.begin(plan, Cluster.of(couch).plans().steps());
    Direction direction = random.nextInt(3) == 0 ? Direction.BACK : Direction.FORTH;
    KillLoad load = new KillLoad(couch, database).start(seed);
    boolean back;
    starts = 0;
    try (load) {
      cutOnce(plan, before, load);
      back = cutAgain(direction) ? finish(direction) : finish(other(direction));
    }
    verify(data, content, load);
    if (back) {
      assertThat(Cluster.of(couch).shards(database)).isEqualTo(before);
    } else {
      kind.requireDone(plan, before, Cluster.of(couch).shards(database));
    }
    assertThat(load.missingReads).as("reads that found nothing").isEmpty();
    return new Outcome(
        seed,
        kind,
        victim,
        cutAt,
        back,
        starts,
        load.writes.get(),
        load.failed.get(),
        load.missingReads.size());
  }

  private static Direction other(Direction direction) {
    return direction == Direction.BACK ? Direction.FORTH : Direction.BACK;
  }

  private ChildProcess process(Direction direction) {
    starts++;
    return PlanProcess.start(direction, folder, world.uris());
  }

  private void cutOnce(Plan plan, ShardMap map, KillLoad load) {
    try (ChildProcess process = process(Direction.FORTH)) {
      awaitMoment(process, 3 + random.nextInt(kind == KillKind.SPLIT ? 2 : 28));
      cutAt = process.isAlive() ? journal.phase() : "over";
      if (victim == Victim.PROCESS) {
        process.kill();
        requireWhole(load);
      } else {
        cutNode(KillKind.roles(plan, map).get(victim.role), process);
      }
    }
  }

  private void cutNode(String node, ChildProcess process) {
    world.kill(node);
    try {
      KillLoad.pause(random.nextInt(1500));
      if (random.nextBoolean()) {
        process.await(PATIENCE);
      }
    } finally {
      world.start(node);
    }
    process.await(PATIENCE);
  }

  /**
   * Waits for a number of lines in the journal, and a little longer: long phases have few lines.
   */
  private void awaitMoment(ChildProcess process, int lines) {
    while (process.isAlive() && journal.lines() < lines) {
      KillLoad.pause(5);
    }
    KillLoad.pause(random.nextInt(400));
  }

  /**
   * Requires that no range is without its data between the cut and what follows: all nodes are up.
   */
  private void requireWhole(KillLoad load) {
    Map<String, KillLoad.Seen> known = Map.copyOf(load.acknowledged);
    List<String> lost = List.of("not read");
    for (int i = 0; i < 20 && !lost.isEmpty(); i++) {
      lost = KillLoad.lost(couch.at(random.nextInt(3)), database, known);
      KillLoad.pause(lost.isEmpty() ? 0 : 200);
    }
    assertThat(lost).as("acknowledged, and not there after the cut").isEmpty();
  }

  /** Every third run is cut once more on the way; false if it is to go the other way then. */
  private boolean cutAgain(Direction direction) {
    if (random.nextInt(3) != 0) {
      return true;
    }
    try (ChildProcess process = process(direction)) {
      long until = System.nanoTime() + random.nextInt(4000) * 1_000_000L;
      while (process.isAlive() && System.nanoTime() < until) {
        KillLoad.pause(5);
      }
    }
    return random.nextBoolean();
  }

  /** Starts the process again until the plan is over; true if it was taken back. */
  private boolean finish(Direction wanted) {
    Direction direction = wanted;
    long until = System.nanoTime() + LONGEST.toNanos();
    for (int i = 0; i < 8 || (kind == KillKind.SPLIT && System.nanoTime() < until); i++) {
      try (ChildProcess process = process(direction)) {
        int code = process.await(PATIENCE);
        if (code == ChildProcess.DONE) {
          return journal.rolledBack();
        }
        if (code == ChildProcess.REFUSED && direction == Direction.BACK) {
          direction = Direction.FORTH;
        } else {
          KillLoad.pause(1000);
        }
      }
    }
    throw new AssertionError("it does not come to an end: " + folder + "\n" + journal.log());
  }

  /** All that was there and was acknowledged, through every node; a whole map; no file left. */
  private void verify(KillData data, Map<String, String> content, KillLoad load) {
    settled();
    for (int address = 0; address < world.uris().size(); address++) {
      List<String> lost = KillLoad.lost(couch.at(address), database, load.acknowledged);
      assertThat(lost).as("acknowledged, and lost").isEmpty();
      assertThat(data.read(address)).isEqualTo(content);
    }
    if (kind != KillKind.SPLIT) {
      for (ClusterLayout.Node node : ClusterLayout.of(couch).nodes()) {
        assertThat(node.strays()).noneMatch(file -> file.contains("/" + database + "."));
      }
    }
  }

  /** Nodes that came back have all maps, and internal replication is done. */
  private void settled() {
    List<Finding> findings = findings();
    for (int i = 0; i < 120 && !findings.isEmpty(); i++) {
      KillLoad.pause(500);
      findings = findings();
    }
    assertThat(findings).isEmpty();
  }

  private List<Finding> findings() {
    return ClusterLayout.measured(couch).findings().stream()
        .filter(finding -> LayoutProblem.isOfCluster(finding) || finding.subject().equals(database))
        .filter(finding -> !finding.is(LayoutProblem.SETTINGS_DIFFER))
        .toList();
  }
}
