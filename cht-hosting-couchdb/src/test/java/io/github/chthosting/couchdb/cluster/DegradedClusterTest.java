package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.Restore;
import io.github.chthosting.couchdb.backup.Verify;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.cluster.DegradedCluster.Fate;
import io.github.chthosting.couchdb.internal.shards.Parallel;
import io.github.chthosting.couchdb.replication.ClientReplication;
import io.github.chthosting.couchdb.replication.CutOver;
import io.github.chthosting.couchdb.replication.Replicator;
import io.github.chthosting.couchdb.replication.Standby;
import io.github.chthosting.couchdb.verification.Verification;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.EmbeddedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Something is wrong with one copy of each range on one node: whatever is asked for then ends
 * complete and right, or in a typed refusal with nothing lost; never short and silent. Prints the
 * matrix, which stands in {@code docs/faults.md}.
 */
class DegradedClusterTest {
  /** Mostly waiting for copies that do not come nearer. */
  private static final int AT_ONCE = 12;

  @TempDir Path folder;

  /** Something that is done with a database, and what makes it right. */
  enum Deed {
    BACKUP {
      @Override
      boolean isRight(World world) {
        return world.backup("now") == world.cluster.truth.size();
      }
    },
    RESTORE {
      @Override
      boolean isRight(World world) {
        Restore.from(world.store("before"))
            .to(world.cluster.couch)
            .rename("medic", "restored")
            .start()
            .await();
        return world.laterHolds("restored", world.before);
      }
    },
    VERIFY {
      @Override
      boolean isRight(World world) {
        VerifyReport report =
            Verify.backup(world.store("before")).against(world.cluster.couch).start().await();
        return (report.differences() == 0) == world.before.equals(world.cluster.truth);
      }
    },
    VERIFICATION {
      @Override
      boolean isRight(World world) {
        boolean same =
            Verification.between(world.cluster.database, world.replica).start().await().isSame();
        return same == world.before.equals(world.cluster.truth);
      }
    },
    REPLICATION {
      @Override
      boolean isRight(World world) {
        Database target = world.other.database("replicated");
        target.create();
        ClientReplication.builder(world.cluster.database, target).build().start().await();
        return world.isInTarget("replicated");
      }
    },
    CUT_OVER {
      @Override
      boolean isRight(World world) {
        boolean same =
            CutOver.between(world.cluster.database, world.replica).check().await().isSameContent();
        return same == world.before.equals(world.cluster.truth);
      }
    },
    STANDBY {
      @Override
      boolean isRight(World world) {
        Standby standby = world.standby();
        world.apply(standby.planSync());
        world.apply(standby.planSwitch());
        return world.isInTarget("standby");
      }
    },
    REBUILD {
      @Override
      boolean isRight(World world) {
        world.apply(world.plans().ranges().rebuild("medic", "copy", 1));
        return world.laterHolds("copy", world.cluster.truth);
      }
    },
    SWAP {
      @Override
      void prepare(World world) {
        world.apply(world.plans().ranges().rebuild("medic", "copy", 1));
        world.cluster.settle();
      }

      @Override
      boolean isRight(World world) {
        world.apply(world.plans().ranges().swap("medic", "copy"));
        return true;
      }
    },
    SPLIT {
      @Override
      boolean isRight(World world) {
        world.apply(world.plans().ranges().split("medic", 4));
        return true;
      }
    },
    MOVE {
      @Override
      boolean isRight(World world) {
        world.apply(world.shards().drain(world.cluster.victim.name()));
        return true;
      }
    },
    DRAIN {
      @Override
      boolean isRight(World world) {
        world.apply(world.shards().drain(world.cluster.fellow().name()));
        return true;
      }
    },
    REPLACE {
      /** The copy that something is wrong with is what is left, unless it is the lost one. */
      @Override
      boolean isRight(World world) {
        EmbeddedNode lost;
        if (world.fate == Fate.DOWN) {
          lost = world.cluster.victim;
        } else {
          lost = world.cluster.fellow();
          lost.stop();
        }
        world.apply(world.plans().nodes().replace(lost.name(), world.cluster.spare.name()));
        return true;
      }
    };

    /**
     * Tells whether the operation leaves the cluster as it is; those after {@code REBUILD} change
     * it.
     */
    boolean isReading() {
      return compareTo(REBUILD) <= 0;
    }

    void prepare(World world) {}

    abstract boolean isRight(World world);
  }

  /** The cluster, another server, and what was made while all was well. */
  private static final class World implements AutoCloseable {
    final Fate fate;
    final Path folder;
    final DegradedCluster cluster;
    final EmbeddedCouchDb target = EmbeddedCouchDb.builder().start();
    final CouchDb other =
        CouchDb.builder(target.uri()).credentials(DegradedCluster.ADMIN).attempts(1).build();
    final Database replica = other.database("replica");
    final Map<String, String> before;
    private final Map<String, Map<String, String>> expected = new LinkedHashMap<>();
    private int journals;

    World(Cell cell, Path folder) {
      this.fate = cell.fate;
      this.folder = folder;
      cluster = new DegradedCluster(cell.n);
      before = cluster.truth;
      if (cell.deed.isReading()) {
        backup("before");
        replica.create(DatabaseOptions.defaults());
        ClientReplication.builder(cluster.database, replica).build().start().await();
      }
    }

    BackupStore store(String name) {
      return BackupStore.folder(folder.resolve(name));
    }

    long backup(String name) {
      return Backup.of(cluster.couch)
          .databases("medic")
          .to(store(name))
          .start()
          .await()
          .databases()
          .get(0)
          .counts()
          .documents();
    }

    ClusterPlans plans() {
      return ClusterPlans.builder(cluster.couch).patience(Duration.ofSeconds(3)).build();
    }

    ShardPlanner shards() {
      return plans().shards().only(List.of("medic")).deletingFiles();
    }

    void apply(Plan plan) {
      try (Journal journal = Journal.in(folder.resolve("journal" + journals++))) {
        plan.apply(journal).await(Duration.ofMinutes(3));
      }
    }

    Standby standby() {
      return Standby.builder(Replicator.of(other), cluster.couch, other)
          .primaryAt(cluster.spare.uri(), DegradedCluster.ADMIN)
          .standbyAt(target.uri(), DegradedCluster.ADMIN)
          .databases("medic"::equals)
          .named(name -> "standby")
          .patience(Duration.ofMinutes(1))
          .build();
    }

    /** Notes what the database must hold once all is well again. */
    boolean laterHolds(String name, Map<String, String> wanted) {
      expected.put(name, wanted);
      return true;
    }

    boolean isWhole() {
      expected.put("medic", cluster.truth);
      return expected.entrySet().stream()
          .allMatch(entry -> cluster.content(entry.getKey()).equals(entry.getValue()));
    }

    boolean isInTarget(String name) {
      return DegradedCluster.content(other, name).equals(cluster.truth);
    }

    @Override
    public void close() {
      other.close();
      target.close();
      cluster.close();
    }
  }

  /** One case. */
  private record Cell(Deed deed, Fate fate, int n) {
    /**
     * Tells whether the case can be set up: with one copy, nobody takes a write while it is away.
     */
    boolean isPossible() {
      return n > 1 || (fate != Fate.BEHIND && fate != Fate.COMING_BACK);
    }

    /** Reading changes nothing, so those share a cluster; unless it gets well by itself. */
    boolean isShared() {
      return deed.isReading() && fate != Fate.COMING_BACK;
    }

    String attempt(World world) {
      try {
        return deed.isRight(world) ? "right" : "SHORT";
      } catch (HostingException e) {
        return "refused (" + e.getClass().getSimpleName().replace("Exception", "") + ")";
      }
    }

    @Override
    public String toString() {
      return "%s, %s, n=%d".formatted(deed, fate, n);
    }
  }

  @TestFactory
  Stream<DynamicTest> completeAndRightOrRefused() {
    List<Cell> cells = new ArrayList<>();
    for (Deed deed : Deed.values()) {
      for (Fate fate : Fate.values()) {
        for (int n = 1; n <= 3; n++) {
          cells.add(new Cell(deed, fate, n));
        }
      }
    }
    String only = System.getProperty("matrix.only", "");
    cells.removeIf(cell -> !cell.isPossible() || !cell.toString().matches(".*" + only + ".*"));
    Map<Cell, String> outcomes = new ConcurrentHashMap<>();
    Map<String, List<Cell>> worlds = new LinkedHashMap<>();
    for (Cell cell : cells) {
      String shared = cell.isShared() ? cell.fate + " " + cell.n : cell.toString();
      worlds.computeIfAbsent(shared, any -> new ArrayList<>()).add(cell);
    }
    Parallel.forEach(
        worlds.entrySet(), AT_ONCE, world -> attempt(world.getKey(), world.getValue(), outcomes));
    print(outcomes);
    return cells.stream()
        .map(cell -> DynamicTest.dynamicTest(cell.toString(), () -> check(cell, outcomes)));
  }

  private void attempt(String name, List<Cell> cells, Map<Cell, String> outcomes) {
    Cell first = cells.get(0);
    try (World world =
        new World(first, Files.createDirectories(folder.resolve(name.replace(", ", "-"))))) {
      first.deed.prepare(world);
      world.cluster.strike(first.fate, first.n);
      for (Cell cell : cells) {
        outcomes.put(cell, cell.attempt(world));
        System.out.println(cell + ": " + outcomes.get(cell));
      }
      world.cluster.heal();
      if (!world.isWhole()) {
        cells.forEach(cell -> outcomes.merge(cell, " and LOST", String::concat));
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      cells.forEach(cell -> outcomes.putIfAbsent(cell, "FAILED: " + e));
    }
  }

  private static void check(Cell cell, Map<Cell, String> outcomes) {
    String outcome = outcomes.getOrDefault(cell, "none");
    if (cell.fate() == Fate.NONE) {
      boolean only = cell.deed() == Deed.REPLACE && cell.n() == 1;
      assertThat(outcome).isEqualTo(only ? "refused (PlanRefused)" : "right");
    } else {
      assertThat(outcome).matches("right|refused \\(.+\\)");
    }
  }

  private static void print(Map<Cell, String> outcomes) {
    StringBuilder text = new StringBuilder("| | n |");
    for (Fate fate : Fate.values()) {
      text.append(' ').append(fate.name().toLowerCase(Locale.ROOT)).append(" |");
    }
    text.append("\n|---|---|").append("---|".repeat(Fate.values().length)).append('\n');
    for (Deed deed : Deed.values()) {
      for (int n = 1; n <= 3; n++) {
        text.append("| ")
            .append(deed.name().toLowerCase(Locale.ROOT))
            .append(" | ")
            .append(n)
            .append(" |");
        for (Fate fate : Fate.values()) {
          text.append(' ').append(outcomes.getOrDefault(new Cell(deed, fate, n), "-")).append(" |");
        }
        text.append('\n');
      }
    }
    System.out.println(text);
  }
}
