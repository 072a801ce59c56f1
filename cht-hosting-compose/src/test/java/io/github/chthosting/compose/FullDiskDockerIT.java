package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.engine.DockerProblem;
import io.github.chthosting.compose.internal.install.GetImage;
import io.github.chthosting.compose.testing.MountedDisk;
import io.github.chthosting.compose.testing.OwnEngine;
import io.github.chthosting.compose.testing.TestRegistry;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real engine on a small disk of its own, and an image that does not fit. */
class FullDiskDockerIT {
  private static final long SIZE = 200L << 20;

  private final Path folder;

  FullDiskDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void anImageThatDoesNotFit() throws IOException, InterruptedException {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    try (MountedDisk mounted = MountedDisk.at(disk, "100m");
        OwnEngine engine = OwnEngine.start(mounted.place().resolve("engine"));
        TestRegistry registry = new TestRegistry(SIZE)) {
      DockerCli docker = engine.docker();
      PlannedStep pull = GetImage.of(registry.name() + "/big:1").costing(Cost.FREE);
      assertThatThrownBy(() -> apply(docker, new Plan("big", List.of(pull))))
          .isInstanceOfSatisfying(
              DockerException.class, e -> assertThat(e.problem()).isEqualTo(DockerProblem.NO_SPACE))
          .hasMessageContaining(registry.name() + "/big:1")
          .hasMessageContaining("the disk is full: make room (docker system df shows what can go)")
          .hasMessageEndingWith("Nothing was started. Fix the cause, then resume.");
      assertThat(docker.run(DockerCommand.of("images", "--quiet")).lines()).isEmpty();
    }
  }

  private void apply(DockerCli docker, Plan plan) {
    ComposePlatform platform = ComposePlatform.builder(docker).build();
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.carriedOutBy(platform.handlers()).apply(journal).await();
    }
  }
}
