package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.StepHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

/** Replaces the upgrade service, and goes back if the new one does not come up. */
final class UpgradeServiceReplacement implements StepHandler<ExchangeUpgradeService> {
  private static final String FILE = "file";
  private static final String IMAGE = "image";
  private static final Duration UP = Duration.ofMinutes(5);

  private final Engine platform;

  UpgradeServiceReplacement(Engine platform) {
    this.platform = platform;
  }

  @Override
  public void run(ExchangeUpgradeService step, Marks marks, WorkContext context)
      throws IOException {
    Layout layout = step.layout();
    ReleaseFile file = platform.releases().upgradeService();
    if (!file.sha256().equals(step.sha256())) {
      throw new VerificationFailedException(
          step.describe(),
          file.name()
              + " of the upgrade service is not what it was when this was planned; nothing was"
              + " changed. Give the plan up, and plan again",
          null);
    }
    remember(layout, marks);
    try {
      WholeFile.write(layout.upgradeFile(), file.text());
      up(layout, "exchange the upgrade service of " + layout.project(), context);
    } catch (OperationCancelledException e) {
      throw e;
    } catch (HostingException e) {
      goBack(step, marks, context, e);
      throw e;
    }
  }

  private void remember(Layout layout, Marks marks) throws IOException {
    if (marks.all().containsKey(FILE)) {
      return;
    }
    Instance instance = platform.instance(layout);
    marks.put(IMAGE, instance.upgradeService().map(this::image).orElse(""));
    marks.put(FILE, Files.readString(layout.upgradeFile()));
  }

  /** {@code NAME ID}. */
  private String image(Container container) {
    return platform
        .docker()
        .run(
            DockerCommand.of("inspect", "--format", "{{.Config.Image}} {{.Image}}", container.id()))
        .text()
        .strip();
  }

  private void up(Layout layout, String operation, WorkContext context) {
    Instance instance = platform.instance(layout);
    instance
        .docker()
        .run(instance.upgradeCompose("up", "--detach", "--pull", "never").timeLimit(UP));
    InstanceContainers containers = new InstanceContainers(platform, layout);
    new AwaitServices(containers, operation, platform.patience(), context).up(service -> true);
  }

  private void goBack(
      ExchangeUpgradeService step, Marks marks, WorkContext context, HostingException failure) {
    try {
      rollBack(step, marks, context);
      failure.addAftermath(
          "Rolled back: the upgrade service runs with the file and image before. Roll the plan"
              + " back in its journal to give it up, or resume it to try again.");
    } catch (HostingException e) {
      failure.addSuppressed(e);
      failure.addAftermath(
          "Going back failed too (" + e.getMessage() + "): roll back by the journal.");
    }
  }

  @Override
  public void rollBack(ExchangeUpgradeService step, Marks marks, WorkContext context) {
    String text = marks.all().getOrDefault(FILE, "");
    if (text.isEmpty()) {
      return;
    }
    Layout layout = step.layout();
    WholeFile.write(layout.upgradeFile(), text);
    String[] image = marks.all().getOrDefault(IMAGE, "").split(" ", 2);
    if (image.length == 2) {
      platform.docker().run(DockerCommand.of("tag", image[1], image[0]));
    }
    up(layout, "put the upgrade service of " + layout.project() + " back", context);
  }
}
