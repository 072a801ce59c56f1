package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import java.time.Duration;
import java.util.List;

/** Stops services, and sees to it that they stay so when the engine starts again. */
final class Stopping {
  private final Engine platform;

  Stopping(Engine platform) {
    this.platform = platform;
  }

  void hold(HoldContainers step, Marks marks, WorkContext context) {
    Containers containers = containers(step.layout());
    // "always" would bring them up with the engine, although they were stopped.
    List<Container> always =
        containers.all().stream().filter(each -> each.restartPolicy().equals("always")).toList();
    containers.run(always, Duration.ofMinutes(2), "update", "--restart", "unless-stopped");
    if (HostFacts.isLocal(platform.docker())) {
      StopRecord.begin(step.layout());
    }
  }

  void stop(StopServices step, Marks marks, WorkContext context) {
    containers(step.layout()).stop(step.services()::contains, step.grace());
  }

  void startAgain(StopServices step, Marks marks, WorkContext context) {
    containers(step.layout()).start(step.services()::contains);
    StopRecord.end(step.layout());
  }

  private Containers containers(Layout layout) {
    return new Containers(platform.instance(layout));
  }
}
