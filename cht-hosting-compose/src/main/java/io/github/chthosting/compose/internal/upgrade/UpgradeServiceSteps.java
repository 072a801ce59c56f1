package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;

/** Replaces the upgrade service, and goes back if the new one does not come up. */
public final class UpgradeServiceSteps implements Capability {
  private static final String FILE = "file";
  private static final String IMAGE = "image";
  private static final Duration UP = Duration.ofMinutes(5);

  private final ComposePlatform platform;

  public UpgradeServiceSteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of("exchange-upgrade-service");
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws IOException {
    Layout layout = Layout.of(step.arguments());
    ReleaseFile file = platform.releases().upgradeService();
    if (!file.sha256().equals(step.argument("sha256"))) {
      throw new VerificationFailedException(
          step.action(),
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
    ComposeInstance instance = platform.instance(layout);
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
    ComposeInstance instance = platform.instance(layout);
    instance
        .docker()
        .run(instance.upgradeCompose("up", "--detach", "--pull", "never").timeLimit(UP));
    Fleet fleet = new Fleet(platform, layout);
    new AwaitServices(fleet, operation, platform.patience(), context).up(service -> true);
  }

  private void goBack(Step step, Marks marks, WorkContext context, HostingException failure) {
    try {
      rollBack(step, marks, context);
      failure.leaves(
          "Rolled back: the upgrade service runs with the file and image before. Roll the plan"
              + " back in its journal to give it up, or resume it to try again.");
    } catch (HostingException e) {
      failure.addSuppressed(e);
      failure.leaves("Going back failed too (" + e.getMessage() + "): roll back by the journal.");
    }
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {
    String text = marks.all().getOrDefault(FILE, "");
    if (text.isEmpty()) {
      return;
    }
    Layout layout = Layout.of(step.arguments());
    WholeFile.write(layout.upgradeFile(), text);
    String[] image = marks.all().getOrDefault(IMAGE, "").split(" ", 2);
    if (image.length == 2) {
      platform.docker().run(DockerCommand.of("tag", image[1], image[0]));
    }
    up(layout, "put the upgrade service of " + layout.project() + " back", context);
  }
}
