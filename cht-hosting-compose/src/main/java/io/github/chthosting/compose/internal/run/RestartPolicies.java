package io.github.chthosting.compose.internal.run;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.util.Set;

/** Whether containers come back with their engine. */
public final class RestartPolicies implements Capability {
  private final ComposePlatform platform;

  public RestartPolicies(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of("set-restart-policy");
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    set(step, step.argument("to"));
    String container = step.argument("container");
    boolean set =
        new Containers(platform.instance(Layout.of(step.arguments())))
            .all().stream()
                .filter(each -> each.status().name().equals(container))
                .allMatch(each -> each.restartPolicy().equals(step.argument("to")));
    if (!set) {
      throw new VerificationFailedException(
          step.toString(), container + " has another restart policy still: look at it", null);
    }
  }

  private void set(Step step, String policy) {
    String project = step.argument("project");
    platform
        .docker()
        .run(
            DockerCommand.of("update", "--restart", policy, step.argument("container"))
                .about(project, ""));
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {
    set(step, step.argument("from"));
  }
}
