package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;

/**
 * Copies a database into a new one, while it is in use.
 *
 * @param copy the new one
 * @param q its number of ranges
 * @param n copies of each
 */
@StepName("copy-database")
record CopyDatabase(String db, String copy, int q, int n) implements Step {
  @Override
  public String describe() {
    return "copy %s into the new %s (q=%d, n=%d)".formatted(db, copy, q, n);
  }

  record Handler(CouchDb couch) implements StepHandler<CopyDatabase> {
    @Override
    public void run(CopyDatabase step, Marks marks, WorkContext context) {
      rebuild(step, marks, context).copy(DatabaseOptions.defaults().q(step.q()).n(step.n()));
    }

    private DatabaseRebuild rebuild(CopyDatabase step, Marks marks, WorkContext context) {
      return new DatabaseRebuild(couch, step, step.db(), step.copy(), marks, context);
    }

    @Override
    public void rollBack(CopyDatabase step, Marks marks, WorkContext context) {
      rebuild(step, marks, context).removeCopy();
    }
  }
}
