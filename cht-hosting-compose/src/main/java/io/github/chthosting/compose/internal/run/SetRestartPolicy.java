package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/** Changes whether a container comes back with its engine. */
@StepName("set-restart-policy")
public record SetRestartPolicy(Layout layout, String container, String from, String to)
    implements Step {
  @Override
  public String describe() {
    return "change the restart policy of %s from %s to %s".formatted(container, from, to);
  }
}
