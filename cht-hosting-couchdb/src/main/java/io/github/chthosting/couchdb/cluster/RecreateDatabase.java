package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;

/**
 * Gives a copy the name of its original: that is deleted once both are proven equal, and filled
 * from the copy.
 *
 * @param q the number of ranges it has then
 * @param n copies of each
 */
@StepName("recreate-database")
record RecreateDatabase(String db, String copy, int q, int n) implements Step {
  @Override
  public String describe() {
    return "delete %s, and create it again from %s (q=%d, n=%d)".formatted(db, copy, q, n);
  }

  record Handler(CouchDb couch) implements StepHandler<RecreateDatabase> {
    @Override
    public void run(RecreateDatabase step, Marks marks, WorkContext context) {
      rebuild(step, marks, context).recreate(DatabaseOptions.defaults().q(step.q()).n(step.n()));
    }

    private DatabaseRebuild rebuild(RecreateDatabase step, Marks marks, WorkContext context) {
      return new DatabaseRebuild(couch, step, step.db(), step.copy(), marks, context);
    }

    @Override
    public void rollBack(RecreateDatabase step, Marks marks, WorkContext context) {
      rebuild(step, marks, context).requireOriginal();
    }
  }
}
