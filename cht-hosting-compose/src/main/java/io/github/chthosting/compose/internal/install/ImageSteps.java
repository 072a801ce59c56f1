package io.github.chthosting.compose.internal.install;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.engine.DockerProblem;
import io.github.chthosting.compose.internal.StepWork;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.StepHandlers;
import java.time.Duration;

/** Carries out steps about images, from a registry, its mirror, or a file. */
public final class ImageSteps {
  private static final Duration PULL = Duration.ofHours(2);
  private static final int ATTEMPTS = 3;

  private final DockerCli docker;

  private ImageSteps(DockerCli docker) {
    this.docker = docker;
  }

  /** Returns the handlers of these steps. An image that nobody uses harms nobody. */
  public static StepHandlers handlers(Engine platform) {
    ImageSteps steps = new ImageSteps(platform.docker());
    return StepHandlers.builder()
        .add(LoadImages.class, StepWork.handler(steps::load))
        .add(GetImage.class, StepWork.handler(steps::get))
        .build();
  }

  private void load(LoadImages step, Marks marks, WorkContext context) {
    docker.run(
        DockerCommand.of("load", "--quiet", "--input", step.archive().toString()).timeLimit(PULL));
  }

  private void get(GetImage step, Marks marks, WorkContext context) throws InterruptedException {
    String image = step.image();
    if (step.policy() != PullPolicy.ALWAYS && has(image)) {
      return;
    }
    if (step.policy() == PullPolicy.NEVER) {
      throw new HostingException(
          step.describe(),
          "the archives that were loaded do not hold "
              + image
              + ": save it too (docker save), and resume",
          false,
          null);
    }
    pull(step.from(), context);
    if (!step.from().equals(image)) {
      docker.run(DockerCommand.of("tag", step.from(), image));
    }
  }

  private boolean has(String image) {
    try {
      docker.run(DockerCommand.of("image", "inspect", "--format", "{{.Id}}", image));
      return true;
    } catch (DockerException e) {
      if (e.problem() == DockerProblem.IMAGE_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** Registries limit and drop: worth a second try, where the failure says so. */
  private void pull(String image, WorkContext context) throws InterruptedException {
    DockerCommand pull = DockerCommand.of("pull", "--quiet", image).timeLimit(PULL);
    for (int attempt = 1; ; attempt++) {
      try {
        docker.run(pull);
        return;
      } catch (DockerException e) {
        if (attempt == ATTEMPTS || !e.isRetryable()) {
          e.addAftermath("Nothing was started. Fix the cause, then resume.");
          throw e;
        }
      }
      context.checkCancelled();
      Thread.sleep(2_000L * attempt);
    }
  }
}
