package io.github.chthosting.compose.internal.move;

import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.compose.internal.files.VolumeCopy;
import io.github.chthosting.compose.internal.run.Containers;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Containers of an installation that was restored: made, and given what their volumes held. */
public final class VolumeSteps implements Capability {
  public static final String MAKE = "make-containers";
  public static final String FILL = "fill-volumes";
  private static final Duration PULLING = Duration.ofMinutes(60);

  private final ComposePlatform platform;

  public VolumeSteps(ComposePlatform platform) {
    this.platform = platform;
  }

  /** Where a restored installation has what its volumes held. */
  public static Path kept(Layout layout) {
    return layout.ownFolder().resolve("restored");
  }

  @Override
  public Set<String> actions() {
    return Set.of(MAKE, FILL);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    Layout layout = Layout.of(step.arguments());
    platform.requireOwn(layout);
    ComposeInstance instance = platform.instance(layout);
    if (step.action().equals(MAKE)) {
      instance.docker().run(instance.compose("up", "--no-start").timeLimit(PULLING));
    } else {
      instance.containers().forEach(each -> fill(instance, each));
    }
  }

  private static void fill(ComposeInstance instance, Container container) {
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

  /** Those that never ran; what volumes were given harms nobody. */
  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {
    if (step.action().equals(MAKE)) {
      Containers containers = new Containers(platform.instance(Layout.of(step.arguments())));
      List<Container> fresh =
          containers.all().stream()
              .filter(each -> each.status().state().equals("created"))
              .toList();
      containers.run(fresh, Duration.ofMinutes(2), "rm");
    }
  }
}
