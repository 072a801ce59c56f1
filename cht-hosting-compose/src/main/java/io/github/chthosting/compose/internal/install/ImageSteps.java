package io.github.chthosting.compose.internal.install;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.engine.DockerProblem;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.time.Duration;
import java.util.Set;

/** Images, from a registry, its mirror, or a file. */
public final class ImageSteps implements Capability {
  private static final Duration PULL = Duration.ofHours(2);
  private static final int ATTEMPTS = 3;

  private final DockerCli docker;

  public ImageSteps(ComposePlatform platform) {
    this.docker = platform.docker();
  }

  @Override
  public Set<String> actions() {
    return Set.of("load-images", "get-image");
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws InterruptedException {
    if (step.action().equals("load-images")) {
      docker.run(
          DockerCommand.of("load", "--quiet", "--input", step.argument("archive")).timeLimit(PULL));
      return;
    }
    String image = step.argument("image");
    if (!step.arguments().containsKey("again") && has(image)) {
      return;
    }
    if (step.arguments().containsKey("pull")) {
      throw new HostingException(
          step.toString(),
          "the archives that were loaded do not hold "
              + image
              + ": save it too (docker save), and resume",
          false,
          null);
    }
    String from = step.arguments().getOrDefault("from", image);
    pull(from, context);
    if (!from.equals(image)) {
      docker.run(DockerCommand.of("tag", from, image));
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
          e.leaves("Nothing was started. Resume when it is seen to.");
          throw e;
        }
      }
      context.checkCancelled();
      Thread.sleep(2_000L * attempt);
    }
  }

  /** An image that nobody uses harms nobody. */
  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {}
}
