package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.compose.internal.StepWork;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.StepHandlers;

/** Carries out upgrades, and ways back from them. */
public final class UpgradeSteps {
  private final Engine platform;

  private UpgradeSteps(Engine platform) {
    this.platform = platform;
  }

  /** Returns the handlers of these steps. What is kept and not used harms nobody. */
  public static StepHandlers handlers(Engine platform) {
    KeepSteps keeping = new KeepSteps(platform);
    UpgradeSteps steps = new UpgradeSteps(platform);
    return StepHandlers.builder()
        .add(KeepVersion.class, StepWork.handler(keeping::keep))
        .add(FetchVersion.class, StepWork.handler(keeping::fetch))
        .add(
            UpgradeServices.class,
            StepWork.handler(
                (step, marks, context) -> steps.of(step, marks, context).run(),
                (step, marks, context) -> steps.of(step, marks, context).back()))
        .add(
            RollBackServices.class,
            StepWork.handler(
                (step, marks, context) -> steps.of(step, marks, context).run(),
                (step, marks, context) -> steps.of(step, marks, context).back()))
        .add(ExchangeUpgradeService.class, new UpgradeServiceReplacement(platform))
        .build();
  }

  private ServiceReplacement of(UpgradeServices step, Marks marks, WorkContext context) {
    return new ServiceReplacement(platform, step.layout(), step.from(), step.to(), marks, context);
  }

  private ServiceReplacement of(RollBackServices step, Marks marks, WorkContext context) {
    return new ServiceReplacement(platform, step.layout(), step.from(), step.to(), marks, context);
  }
}
