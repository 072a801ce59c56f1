package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/** Waits until all services are up and stay so. */
@StepName("verify-services")
public record VerifyServices(Layout layout) implements Step {
  @Override
  public String describe() {
    return "wait until all services of " + layout.project() + " are up";
  }
}
