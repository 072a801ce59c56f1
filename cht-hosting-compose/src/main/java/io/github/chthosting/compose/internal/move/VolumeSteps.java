package io.github.chthosting.compose.internal.move;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.files.VolumeCopy;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.run.Containers;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Containers of an installation that was restored: made, and given what their volumes held. */
public final class VolumeSteps {
  private static final Duration PULLING = Duration.ofMinutes(60);

  private final Engine platform;

  VolumeSteps(Engine platform) {
    this.platform = platform;
  }

  /** The folder in which a restored installation has what its volumes held. */
  public static Path kept(Layout layout) {
    return layout.ownFolder().resolve("restored");
  }

  void make(MakeContainers step, Marks marks, WorkContext context) {
    Instance instance = own(step.layout());
    instance.docker().run(instance.compose("up", "--no-start").timeLimit(PULLING));
  }

  void fill(FillVolumes step, Marks marks, WorkContext context) {
    Instance instance = own(step.layout());
    instance.containers().forEach(each -> fillEach(instance, each));
  }

  private Instance own(Layout layout) {
    platform.requireOwn(layout);
    return platform.instance(layout);
  }

  private static void fillEach(Instance instance, Container container) {
    for (Map.Entry<String, String> mount : container.mounts().entrySet()) {
      Path from =
          kept(instance.layout()).resolve(VolumeCopy.name(container.service(), mount.getKey()));
      if (!mount.getValue().startsWith("/") && Files.isDirectory(from)) {
        instance
            .docker()
            .run(
                DockerCommand.of("cp", from + "/.", container.id() + ":" + mount.getKey())
                    .about(instance.name(), container.service()));
      }
    }
  }

  /** Removes the containers that never ran; what was put into their volumes does no harm. */
  void removeAgain(MakeContainers step, Marks marks, WorkContext context) {
    Containers containers = new Containers(platform.instance(step.layout()));
    List<Container> fresh =
        containers.all().stream().filter(each -> each.status().state().equals("created")).toList();
    containers.run(fresh, Duration.ofMinutes(2), "rm");
  }
}
