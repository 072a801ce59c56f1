package io.github.chthosting.couchdb.replication;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;

/** Copies what replication does not carry: security, limits and {@code _local} documents. */
@StepName("copy-uncarried")
record CopyUncarried(String db) implements Step {
  @Override
  public String describe() {
    return "copy what replication does not carry of " + db;
  }

  record Handler(StandbyBuilder settings) implements StepHandler<CopyUncarried> {
    @Override
    public void run(CopyUncarried step, Marks marks, WorkContext context) {
      context.checkCancelled();
      CutOver cutOver = CutOver.between(settings.source(step.db()), settings.target(step.db()));
      cutOver.copySecurity();
      cutOver.copyRevisionsLimit();
      cutOver.copyPurgedInfosLimit();
      cutOver.copyLocalDocuments(id -> true);
    }

    @Override
    public void rollBack(CopyUncarried step, Marks marks, WorkContext context) {
      // What was copied belongs to the standby, whose jobs go on.
    }
  }
}
