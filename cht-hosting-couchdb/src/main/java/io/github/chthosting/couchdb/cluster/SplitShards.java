package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;
import java.time.Duration;

/**
 * Splits every range of a database into two, by CouchDB itself.
 *
 * @param q the number of ranges afterwards
 */
@StepName("split-shards")
record SplitShards(String db, int q) implements Step {
  @Override
  public String describe() {
    return "split %s: %d ranges become %d".formatted(db, q / 2, q);
  }

  record Handler(CouchDb couch, Duration limit) implements StepHandler<SplitShards> {
    @Override
    public void run(SplitShards step, Marks marks, WorkContext context) {
      new ShardSplit(couch, step, limit, marks, context).run();
    }

    @Override
    public void rollBack(SplitShards step, Marks marks, WorkContext context) {
      new ShardSplit(couch, step, limit, marks, context).rollBack();
    }
  }
}
