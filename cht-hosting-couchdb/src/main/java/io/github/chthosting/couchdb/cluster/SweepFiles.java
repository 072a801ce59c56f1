package io.github.chthosting.couchdb.cluster;

import static java.util.stream.Collectors.toSet;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.internal.shards.Comparison;
import io.github.chthosting.couchdb.internal.shards.CopiesProof;
import io.github.chthosting.couchdb.internal.shards.FileRemoval;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Deletes files that the map does not name, after a comparison with those that it names.
 *
 * @param ofPlans whether also those that a plan fills, or had begun to fill
 */
@StepName("sweep-files")
record SweepFiles(String db, List<Placement> copies, boolean ofPlans) implements Step {
  SweepFiles {
    copies = List.copyOf(copies);
  }

  @Override
  public String describe() {
    return "delete files of %s that no map names: %d\n%s"
        .formatted(db, copies.size(), Placement.lines(copies, "is deleted"));
  }

  record Handler(ClusterAccess cluster) implements StepHandler<SweepFiles> {
    @Override
    public void run(SweepFiles step, Marks marks, WorkContext context) {
      MapChange change = new MapChange(cluster, step.db(), context);
      MapDocument map = change.read();
      FileRemoval removal = change.removal(step, mark -> step.ofPlans());
      List<ShardFile> strays =
          step.copies().stream()
              .map(copy -> change.file(map, copy))
              .filter(file -> file.info().isPresent())
              .toList();
      strays.forEach(removal::requireUnused);
      requireWhole(step, map, context);
      for (Placement copy : step.copies()) {
        context.checkCancelled();
        ShardFile stray = change.file(map, copy);
        if (stray.info().isPresent()) {
          for (String holder : map.ranges().getOrDefault(copy.range(), new TreeSet<>())) {
            ShardFile used = change.file(map, new Placement(copy.range(), holder));
            requireNoMore(step, stray, holder, used);
          }
          removal.delete(stray);
        }
      }
    }

    /** A stray may be the last full copy of its range: the others are compared first. */
    private void requireWhole(SweepFiles step, MapDocument map, WorkContext context) {
      Set<String> ranges = step.copies().stream().map(Placement::range).collect(toSet());
      List<String> gone =
          ranges.stream().filter(range -> !map.ranges().containsKey(range)).sorted().toList();
      if (!gone.isEmpty()) {
        throw new PlanRefusedException(
            step.summary(),
            List.of(
                "the map of %s has no range %s any more. Nothing was deleted. Observe and plan again"
                    .formatted(step.db(), String.join(", ", gone))));
      }
      CopiesProof.of(cluster.couch().database(step.db()), step.summary(), context)
          .only(copy -> ranges.contains(copy.range()))
          .require();
    }

    private static void requireNoMore(
        SweepFiles step, ShardFile stray, String holder, ShardFile used) {
      int more = new Comparison(stray, used).run().notInRight().size();
      if (more > 0) {
        throw new VerificationFailedException(
            step.summary(),
            "%s holds %d documents that %s does not have. It was not deleted: look at them (GET /_node/NODE/FILE/_changes), write what is wanted through the database, and delete the file yourself"
                .formatted(stray, more, holder),
            null);
      }
    }

    @Override
    public void rollBack(SweepFiles step, Marks marks, WorkContext context) {
      // What was deleted is proven to be elsewhere.
    }
  }
}
