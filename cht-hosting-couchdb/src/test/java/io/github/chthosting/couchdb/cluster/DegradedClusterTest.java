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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private static final int AT_ONCE = 8;

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
        Map<String, String> before = world.before;
        world.cluster.heal();
        return world.cluster.content("restored").equals(before);
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
        world.cluster.heal();
        return world.cluster.content("copy").equals(world.cluster.truth);
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
        if (world.fate == Fate.DOWN) {
          world.lost = world.cluster.victim.name();
        } else {
          world.lost = world.cluster.fellow().name();
          world.cluster.server.nodes().stream()
              .filter(node -> node.name().equals(world.lost))
              .forEach(node -> node.stop());
        }
        world.apply(world.plans().nodes().replace(world.lost, world.cluster.spare.name()));
        return true;
      }
    };

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
    String lost = "";
    private int journals;

    World(Fate fate, int n, Path folder) {
      this.fate = fate;
      this.folder = folder;
      cluster = new DegradedCluster(n);
      backup("before");
      replica.create(DatabaseOptions.defaults());
      ClientReplication.builder(cluster.database, replica).build().start().await();
      before = cluster.truth;
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
        plan.apply(journal).await(Duration.ofSeconds(30));
      }
    }

    Standby standby() {
      return Standby.builder(Replicator.of(other), cluster.couch, other)
          .primaryAt(cluster.spare.uri(), DegradedCluster.ADMIN)
          .standbyAt(target.uri(), DegradedCluster.ADMIN)
          .databases("medic"::equals)
          .named(name -> "standby")
          .patience(Duration.ofSeconds(15))
          .build();
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
    /** With one copy, nobody takes a write while it is away. */
    boolean isPossible() {
      return n > 1 || (fate != Fate.BEHIND && fate != Fate.COMING_BACK);
    }

    String outcome(Path folder) {
      try (World world = new World(fate, n, folder)) {
        deed.prepare(world);
        world.cluster.strike(fate, n);
        String outcome = attempt(world);
        world.cluster.heal();
        boolean kept = world.cluster.content("medic").equals(world.cluster.truth);
        return kept ? outcome : "LOST after " + outcome;
      }
    }

    private String attempt(World world) {
      try {
        return deed.isRight(world) ? "right" : "SHORT";
      } catch (HostingException e) {
        if (Boolean.getBoolean("matrix.reasons")) {
          System.out.println(this + ": " + e);
        }
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
    cells.removeIf(cell -> !cell.isPossible() || !cell.toString().contains(only));
    Map<Cell, String> outcomes = new ConcurrentHashMap<>();
    Parallel.forEach(cells, AT_ONCE, cell -> outcomes.put(cell, outcome(cell)));
    print(outcomes);
    return cells.stream()
        .map(cell -> DynamicTest.dynamicTest(cell.toString(), () -> check(cell, outcomes)));
  }

  private String outcome(Cell cell) {
    try {
      return cell.outcome(folder.resolve(cell.toString()));
    } catch (RuntimeException | AssertionError e) {
      return "FAILED: " + e;
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
      text.append(' ').append(fate.name().toLowerCase(java.util.Locale.ROOT)).append(" |");
    }
    text.append("\n|---|---|").append("---|".repeat(Fate.values().length)).append('\n');
    for (Deed deed : Deed.values()) {
      for (int n = 1; n <= 3; n++) {
        text.append("| ")
            .append(deed.name().toLowerCase(java.util.Locale.ROOT))
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
