package io.github.chthosting.compose.internal.move;

import io.github.chthosting.Operation;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.ClusterPlans;
import io.github.chthosting.couchdb.cluster.ShardPlanner;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;

/**
 * Spreads the shards of one CouchDB node over others, or gathers them again, while the CHT is in
 * use. What is to be moved is known when it begins, and in a journal of its own.
 */
final class ShardSteps {
  private static final String SWEPT = "swept";

  private final Engine platform;

  ShardSteps(Engine platform) {
    this.platform = platform;
  }

  void spread(SpreadShards step, Marks marks, WorkContext context) {
    try (CouchDb couch = platform.instance(step.layout()).couchDb();
        Journal journal = journal(step.layout())) {
      ClusterPlans plans = plans(couch);
      follow(plans.resume(journal), context);
      Plan plan = shards(couch, step.deletingFiles()).spread(step.node(), step.others());
      follow(plan.apply(journal), context);
    }
  }

  void gather(GatherShards step, Marks marks, WorkContext context) {
    try (CouchDb couch = platform.instance(step.layout()).couchDb();
        Journal journal = journal(step.layout())) {
      ClusterPlans plans = plans(couch);
      follow(plans.resume(journal), context);
      if (!marks.all().containsKey(SWEPT)) {
        // Files that moves left on the node are in the way of the same shards now.
        follow(plans.nodes().cleanUp().apply(journal), context);
        marks.put(SWEPT, "yes");
      }
      String[] others = step.others().toArray(String[]::new);
      follow(shards(couch, step.deletingFiles()).drain(others).apply(journal), context);
    }
  }

  private ClusterPlans plans(CouchDb couch) {
    return ClusterPlans.builder(couch).patience(platform.patience()).build();
  }

  private ShardPlanner shards(CouchDb couch, boolean deletingFiles) {
    ShardPlanner shards = plans(couch).shards(ClusterLayout.of(couch));
    return deletingFiles ? shards.deletingFiles() : shards;
  }

  void spreadBack(SpreadShards step, Marks marks, WorkContext context) {
    rollBack(step.layout(), context);
  }

  void gatherBack(GatherShards step, Marks marks, WorkContext context) {
    rollBack(step.layout(), context);
  }

  /** The move that was cut; those before it are whole, and stay. */
  private void rollBack(Layout layout, WorkContext context) {
    try (CouchDb couch = platform.instance(layout).couchDb();
        Journal journal = journal(layout)) {
      follow(plans(couch).rollBack(journal), context);
    }
  }

  private static Journal journal(Layout layout) {
    return Journal.in(layout.ownFolder().resolve("shards"));
  }

  private static void follow(Operation<?> operation, WorkContext context) {
    WorkContext.Hook hook = context.onCancel(operation::cancel);
    try {
      operation
          .onProgress(
              now ->
                  context.progress(now.phase(), now.done(), now.total(), now.unit(), now.bytes()))
          .await();
    } finally {
      hook.close();
    }
  }
}
