package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.internal.StepWork;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.plan.StepHandlers;

/** Carries out steps that start, stop and verify services. */
public final class RunSteps {
  private RunSteps() {}

  /** Returns the handlers of these steps. */
  public static StepHandlers handlers(Engine platform) {
    Starting starting = new Starting(platform);
    Stopping stopping = new Stopping(platform);
    Databases databases = new Databases(platform);
    ServicesUp up = new ServicesUp(platform);
    RestartPolicies policies = new RestartPolicies(platform);
    return StepHandlers.builder()
        .add(StartStores.class, StepWork.handler(starting::startStores, starting::storesBack))
        .add(StartServices.class, StepWork.handler(starting::startServices, starting::servicesBack))
        .add(CheckDatabases.class, StepWork.handler(databases::compare))
        .add(RecordDatabases.class, StepWork.handler(databases::note))
        .add(VerifyServices.class, StepWork.handler(up::verify))
        .add(HoldContainers.class, StepWork.handler(stopping::hold))
        .add(StopServices.class, StepWork.handler(stopping::stop, stopping::startAgain))
        .add(SetRestartPolicy.class, StepWork.handler(policies::change, policies::changeBack))
        .build();
  }
}
