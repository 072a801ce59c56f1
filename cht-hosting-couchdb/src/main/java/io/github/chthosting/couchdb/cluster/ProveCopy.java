package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;

/** Brings a copy of a database up to date, and proves both equal. */
@StepName("prove-copy")
record ProveCopy(String db, String copy) implements Step {
  @Override
  public String describe() {
    return "prove that %s has all of %s".formatted(copy, db);
  }

  record Handler(CouchDb couch) implements StepHandler<ProveCopy> {
    @Override
    public void run(ProveCopy step, Marks marks, WorkContext context) {
      DatabaseRebuild rebuild = rebuild(step, marks, context);
      rebuild.prove();
      rebuild.end();
    }

    private DatabaseRebuild rebuild(ProveCopy step, Marks marks, WorkContext context) {
      return new DatabaseRebuild(couch, step, step.db(), step.copy(), marks, context);
    }

    @Override
    public void rollBack(ProveCopy step, Marks marks, WorkContext context) {
      // What was copied belongs into the copy. Nobody goes on with it, and a swap proves it again.
      rebuild(step, marks, context).end();
    }
  }
}
