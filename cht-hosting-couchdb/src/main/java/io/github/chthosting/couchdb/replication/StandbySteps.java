package io.github.chthosting.couchdb.replication;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.StepRunner;

/** Does the steps of a standby's plans; each may be done twice. */
final class StandbySteps implements StepRunner {
  private final StandbyBuilder settings;

  StandbySteps(StandbyBuilder settings) {
    this.settings = settings;
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    context.checkCancelled();
    String database = step.argument("db");
    switch (step.action()) {
      case StandbyPlans.START -> start(database);
      case StandbyPlans.CANCEL -> cancel(database);
      case StandbyPlans.AWAIT -> await(database);
      case StandbyPlans.COPY -> copy(database);
      case StandbyPlans.COMPARE -> compare(database);
      default -> throw new IllegalArgumentException("no step of a standby: " + step);
    }
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {
    String database = step.argument("db");
    switch (step.action()) {
      case StandbyPlans.START -> cancel(database);
      case StandbyPlans.CANCEL -> start(database);
      default -> context.checkCancelled();
    }
  }

  private void start(String database) {
    target(database).createIfAbsent(settings.options);
    settings.replicator.start(JobStandby.PREFIX + database, settings.replication(database));
  }

  private void cancel(String database) {
    settings.replicator.find(JobStandby.PREFIX + database).ifPresent(ReplicationJob::cancel);
  }

  private void await(String database) {
    settings
        .replicator
        .find(JobStandby.PREFIX + database)
        .orElseThrow(() -> new IllegalStateException("no job keeps " + database))
        .awaitCaughtUp(source(database), settings.patience);
  }

  private void copy(String database) {
    CutOver cutOver = CutOver.between(source(database), target(database));
    cutOver.copySecurity();
    cutOver.copyRevisionsLimit();
    cutOver.copyPurgedInfosLimit();
    cutOver.copyLocalDocuments(id -> true);
  }

  private void compare(String database) {
    CutOverReport report =
        CutOver.between(source(database), target(database)).check().await(settings.patience);
    if (!report.isSame()) {
      throw new VerificationFailedException(
          "switch to the standby",
          database
              + " differs. No job was cancelled. Are all writers stopped? Then apply the plan again.\n"
              + report,
          null);
    }
  }

  private Database source(String database) {
    return settings.primary.database(database);
  }

  private Database target(String database) {
    return settings.standby.database(settings.names.apply(database));
  }
}
