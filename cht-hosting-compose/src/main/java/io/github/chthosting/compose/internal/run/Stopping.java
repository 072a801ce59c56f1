package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.host.HostFacts;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Stops services, and sees to it that they stay so when the engine starts again. */
public final class Stopping implements Capability {
  public static final String HOLD = "hold-containers";
  public static final String STOP = "stop-services";

  private final ComposePlatform platform;

  public Stopping(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(HOLD, STOP);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    Containers containers = new Containers(platform.instance(Layout.of(step.arguments())));
    if (step.action().equals(HOLD)) {
      // "always" would bring them up with the engine, although they were stopped.
      List<Container> always =
          containers.all().stream().filter(each -> each.restartPolicy().equals("always")).toList();
      containers.run(always, Duration.ofMinutes(2), "update", "--restart", "unless-stopped");
      if (HostFacts.isLocal(platform.docker())) {
        StopRecord.begin(Layout.of(step.arguments()));
      }
    } else {
      Set<String> services = services(step);
      Duration grace = Duration.ofSeconds(Long.parseLong(step.argument("grace")));
      containers.stop(services::contains, grace);
    }
  }

  private static Set<String> services(Step step) {
    return Set.copyOf(Arrays.asList(step.argument("services").split(",")));
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {
    if (step.action().equals(STOP)) {
      new Containers(platform.instance(Layout.of(step.arguments())))
          .start(services(step)::contains);
      StopRecord.end(Layout.of(step.arguments()));
    }
  }
}
