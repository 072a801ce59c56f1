package io.github.chthosting.compose.internal.move;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.internal.destroy.DataFolder;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Stops a CHT 3.x, and copies its data. The original is only read. */
final class LegacySteps {
  private static final String BEGUN = "begun";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Engine platform;

  LegacySteps(Engine platform) {
    this.platform = platform;
  }

  void stop(StopLegacy step, Marks marks, WorkContext context) {
    // It must not come back beside its copy when the engine starts again.
    docker("update", "--restart", "no", step.container());
    docker("stop", "--time", "120", step.container());
  }

  void startAgain(StopLegacy step, Marks marks, WorkContext context) {
    docker("update", "--restart", step.restart(), step.container());
    if (step.running()) {
      docker("start", step.container());
    }
  }

  void copy(CopyData step, Marks marks, WorkContext context) throws IOException {
    requireFree(step, marks);
    String before = stopped(step);
    dataCopy(step, context).run();
    if (!stopped(step).equals(before)) {
      throw new VerificationFailedException(
          step.describe(),
          step.container() + " ran while its data was copied: stop it, and resume",
          null);
    }
  }

  void takeBack(CopyData step, Marks marks, WorkContext context) throws IOException {
    if (marks.all().containsKey(BEGUN)) {
      requireUnused(step);
      dataCopy(step, context).takeBack();
    }
  }

  /** Looks again, right before: a CouchDB may have been started on the copy since it was made. */
  private void requireUnused(CopyData step) {
    List<String> holders = DataFolder.holders(step.to(), Projects.all(platform.docker()));
    if (!holders.isEmpty()) {
      throw new PlanRefusedException(
          "take back '" + step.describe() + "'",
          List.of(
              "%s is in use (%s). Nothing was deleted: end that and remove it, then take this back again; or resume"
                  .formatted(step.to(), String.join("; ", holders))));
    }
  }

  /**
   * Refuses a folder that is not empty before the first copy; what is in it from then on is ours.
   */
  private static void requireFree(CopyData step, Marks marks) {
    if (!marks.all().containsKey(BEGUN)) {
      if (!NewFolders.isFree(step.to())) {
        throw new HostingException(
            step.describe(),
            step.to() + " is not empty any more: empty it and resume, or roll back",
            false,
            null);
      }
      marks.put(BEGUN, "yes");
    }
  }

  /** The time at which the container was last started; refuses one that runs. */
  private String stopped(CopyData step) {
    String container = step.container();
    DockerCommand ask =
        DockerCommand.of(
            "inspect", "--format", "{{.State.Running}} {{.State.StartedAt}}", container);
    String state = platform.docker().run(ask).text().strip();
    if (!state.startsWith("false")) {
      throw new HostingException(
          step.describe(), container + " runs again: stop it, and resume", false, null);
    }
    return state;
  }

  private static DataCopy dataCopy(CopyData step, WorkContext context) {
    return new DataCopy(step.from(), step.to(), context);
  }

  private void docker(String... words) {
    platform.docker().run(DockerCommand.of(words).timeLimit(LIMIT));
  }
}
