package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.couchdb.server.CouchDbFault;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Waits until a node's copies have had as many documents and deletions as the fullest of their
 * fellows, each at one moment at least. The queue of internal replication is no proof: it reads 0
 * while thousands are pending.
 */
@StepName("catch-up")
record CatchUp(String node) implements Step {
  private static final Duration POLL = Duration.ofMillis(500);

  @Override
  public String describe() {
    return "wait until %s has what was written meanwhile".formatted(node);
  }

  record Handler(ClusterAccess cluster) implements StepHandler<CatchUp> {
    @Override
    public void run(CatchUp step, Marks marks, WorkContext context) {
      ClusterAccess one = cluster.throughOne();
      new Copies(one.couch(), step.node(), one.patience()).await(context);
    }

    @Override
    public void rollBack(CatchUp step, Marks marks, WorkContext context) {
      // What was copied is what the node is to have.
    }
  }

  /** The copies on a node, and those of the same ranges elsewhere. */
  private record Copies(CouchDb couch, String node, Duration patience) {
    /** A copy on the node, and the nodes that have others. */
    private record Copy(String database, String file, List<String> fellows) {}

    void await(WorkContext context) {
      List<Copy> behind = new ArrayList<>(copies());
      TreeSet<String> databases = new TreeSet<>();
      behind.forEach(copy -> databases.add(copy.database()));
      databases.forEach(database -> couch.database(database).upkeep().syncShards());
      try {
        await(behind, context);
      } catch (TimedOutException e) {
        refuseIfAhead(behind);
        throw e;
      }
    }

    private void await(List<Copy> behind, WorkContext context) {
      Waiting.until(
          () -> {
            behind.removeIf(this::isLevel);
            return behind.isEmpty();
          },
          patience,
          POLL,
          context,
          "catch-up of " + node,
          () ->
              "%d copies lag behind, the first %s: it stays in maintenance mode; resume"
                  .formatted(behind.size(), behind.get(0).file()));
    }

    /** A copy that clients do not reach has more than the others if they purged or lost that. */
    private void refuseIfAhead(List<Copy> behind) {
      List<Finding> missed =
          behind.stream()
              .filter(this::isAhead)
              .map(Copy::database)
              .distinct()
              .map(this::missed)
              .toList();
      if (!missed.isEmpty()) {
        throw new PlanRefusedException("end of maintenance of " + node, List.of(), missed);
      }
    }

    private Finding missed(String database) {
      return CouchDbFault.PURGES_MISSED.error(
          database,
          node + " has documents of it that no other node has",
          "it stays in maintenance mode. If they were purged, end that yourself (maintenance_mode = false), purge the same revisions again at once, and resume; if nothing was, the others have lost them, and get them back once you have ended it");
    }

    private boolean isAhead(Copy copy) {
      try {
        long own = rows(info(node, copy));
        return copy.fellows().stream().allMatch(fellow -> rows(info(fellow, copy)) < own);
      } catch (HostingException e) {
        return false;
      }
    }

    private List<Copy> copies() {
      List<Copy> copies = new ArrayList<>();
      for (DatabaseLayout database : ClusterLayout.of(couch).databases()) {
        for (DatabaseLayout.Range range : database.ranges()) {
          List<String> fellows = new ArrayList<>(range.nodes());
          if (fellows.remove(node) && !fellows.isEmpty()) {
            copies.add(new Copy(database.name(), database.file(range.range()), fellows));
          }
        }
      }
      return copies;
    }

    private boolean isLevel(Copy copy) {
      try {
        ShardFile.Info own = info(node, copy);
        return copy.fellows().stream()
            .map(fellow -> info(fellow, copy))
            .max(Comparator.comparingLong(Copies::rows))
            .filter(fullest -> level(own, fullest))
            .isPresent();
      } catch (HostingException e) {
        return false;
      }
    }

    private ShardFile.Info info(String where, Copy copy) {
      return new ShardFile(Wire.of(couch), where, copy.file()).requireInfo();
    }

    private static long rows(ShardFile.Info info) {
      return info.documents() + info.deleted();
    }

    private static boolean level(ShardFile.Info own, ShardFile.Info other) {
      return own.documents() == other.documents() && own.deleted() == other.deleted();
    }
  }
}
