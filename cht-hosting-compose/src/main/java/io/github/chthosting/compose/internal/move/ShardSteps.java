package io.github.chthosting.compose.internal.move;

import io.github.chthosting.Operation;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.ClusterChanges;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.NodePlans;
import io.github.chthosting.couchdb.cluster.ShardPlans;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.Step;
import java.util.List;
import java.util.Set;

/**
 * Spreads the shards of one CouchDB node over others, or gathers them again, while the CHT is in
 * use. What is to be moved is known when it begins, and in a journal of its own.
 */
public final class ShardSteps implements Capability {
  public static final String SPREAD = "spread-shards";
  public static final String GATHER = "gather-shards";
  private static final String SWEPT = "swept";

  private final ComposePlatform platform;

  public ShardSteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(SPREAD, GATHER);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    ComposeInstance instance = platform.instance(Layout.of(step.arguments()));
    try (CouchDb couch = instance.couchDb();
        Journal journal = journal(step)) {
      ClusterChanges changes = changes(couch);
      follow(journal.resume(changes), context);
      if (step.action().equals(GATHER) && !marks.all().containsKey(SWEPT)) {
        // Files that moves left on the node are in the way of the same shards now.
        follow(NodePlans.of(ClusterLayout.of(couch)).cleanUp().apply(journal, changes), context);
        marks.put(SWEPT, "yes");
      }
      follow(plan(step, ClusterLayout.of(couch)).apply(journal, changes), context);
    }
  }

  private static Plan plan(Step step, ClusterLayout layout) {
    ShardPlans plans = ShardPlans.of(layout);
    if (step.argument("files").equals("delete")) {
      plans = plans.deletingFiles();
    }
    String[] others = step.argument("others").split(":");
    return step.action().equals(SPREAD)
        ? plans.spread(step.argument("node"), List.of(others))
        : plans.drain(others);
  }

  private ClusterChanges changes(CouchDb couch) {
    return ClusterChanges.on(couch).patience(platform.patience());
  }

  private static Journal journal(Step step) {
    return Journal.in(Layout.of(step.arguments()).ownFolder().resolve("shards"));
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

  /** The move that was cut; those before it are whole, and stay. */
  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {
    ComposeInstance instance = platform.instance(Layout.of(step.arguments()));
    try (CouchDb couch = instance.couchDb();
        Journal journal = journal(step)) {
      follow(journal.rollBack(changes(couch)), context);
    }
  }
}
