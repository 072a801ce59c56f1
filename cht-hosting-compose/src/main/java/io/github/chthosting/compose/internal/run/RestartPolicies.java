package io.github.chthosting.compose.internal.run;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;

/** The restart policies of containers, which say whether they come back with their engine. */
final class RestartPolicies {
  private final Engine platform;

  RestartPolicies(Engine platform) {
    this.platform = platform;
  }

  void change(SetRestartPolicy step, Marks marks, WorkContext context) {
    set(step, step.to());
    boolean set =
        new Containers(platform.instance(step.layout()))
            .all().stream()
                .filter(each -> each.status().name().equals(step.container()))
                .allMatch(each -> each.restartPolicy().equals(step.to()));
    if (!set) {
      throw new VerificationFailedException(
          step.describe(), step.container() + " still has another restart policy: check it", null);
    }
  }

  void changeBack(SetRestartPolicy step, Marks marks, WorkContext context) {
    set(step, step.from());
  }

  private void set(SetRestartPolicy step, String policy) {
    platform
        .docker()
        .run(
            DockerCommand.of("update", "--restart", policy, step.container())
                .about(step.layout().project(), ""));
  }
}
