package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.internal.shards.CopiesProof;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Takes copies out of a map that another copy of the same range, on a member, stands in for. */
@StepName("forget-copies")
record ForgetCopies(String db, List<Placement> copies) implements Step {
  ForgetCopies {
    copies = List.copyOf(copies);
  }

  @Override
  public String describe() {
    return "take copies out of the map of %s: %d\n%s"
        .formatted(db, copies.size(), Placement.lines(copies, "leaves"));
  }

  record Handler(ClusterAccess cluster) implements StepHandler<ForgetCopies> {
    @Override
    public void run(ForgetCopies step, Marks marks, WorkContext context) {
      MapChange change = new MapChange(cluster, step.db(), context);
      MapDocument map = change.read();
      for (Placement copy : step.copies()) {
        if (map.has(copy)) {
          requireOther(step, change, map, copy);
        }
      }
      requireSame(step, context);
      change.edit(current -> current.without(step.copies()));
    }

    /**
     * Requires that the copies that stay are equal: from now on each may be filled, or answered,
     * from any other.
     */
    private void requireSame(ForgetCopies step, WorkContext context) {
      Set<String> ranges = step.copies().stream().map(Placement::range).collect(Collectors.toSet());
      CopiesProof.of(cluster.couch().database(step.db()), step.summary(), context)
          .only(copy -> ranges.contains(copy.range()) && !step.copies().contains(copy))
          .require();
    }

    private static void requireOther(
        ForgetCopies step, MapChange change, MapDocument map, Placement copy) {
      for (String node : map.ranges().getOrDefault(copy.range(), new TreeSet<>())) {
        Placement other = new Placement(copy.range(), node);
        if (!step.copies().contains(other) && hasFile(change, map, other)) {
          return;
        }
      }
      throw new VerificationFailedException(
          step.summary(),
          "no other copy of %s of %s answers with its file. The map was left as it is: bring the other node up first"
              .formatted(copy.range(), step.db()),
          null);
    }

    private static boolean hasFile(MapChange change, MapDocument map, Placement copy) {
      try {
        return change.file(map, copy).info().isPresent();
      } catch (HostingException e) {
        return false;
      }
    }

    @Override
    public void rollBack(ForgetCopies step, Marks marks, WorkContext context) {
      new MapChange(cluster, step.db(), context).edit(map -> map.with(step.copies()));
    }
  }
}
