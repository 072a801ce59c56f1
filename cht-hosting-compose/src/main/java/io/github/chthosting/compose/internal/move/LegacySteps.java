package io.github.chthosting.compose.internal.move;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Stops a CHT 3.x, and copies its data. The original is only read. */
public final class LegacySteps implements Capability {
  public static final String STOP = "stop-legacy";
  public static final String COPY = "copy-data";
  private static final String BEGUN = "begun";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final ComposePlatform platform;

  public LegacySteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(STOP, COPY);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws IOException {
    if (step.action().equals(STOP)) {
      String container = step.argument("container");
      // It must not come back beside its copy when the engine starts again.
      docker("update", "--restart", "no", container);
      docker("stop", "--time", "120", container);
    } else {
      requireFree(step, marks);
      String before = stopped(step);
      copy(step, context).run();
      if (!stopped(step).equals(before)) {
        throw new VerificationFailedException(
            step.action(),
            step.argument("container") + " ran while its data was copied: stop it, and resume",
            null);
      }
    }
  }

  /** What is in the folder from the first copy on is ours; before that it is not. */
  private static void requireFree(Step step, Marks marks) {
    if (!marks.all().containsKey(BEGUN)) {
      if (!NewFolders.isFree(Path.of(step.argument("to")))) {
        throw new HostingException(
            step.action(),
            step.argument("to") + " is not empty any more: empty it and resume, or roll back",
            false,
            null);
      }
      marks.put(BEGUN, "yes");
    }
  }

  /** When it was started last, if it does not run. */
  private String stopped(Step step) {
    String container = step.argument("container");
    DockerCommand ask =
        DockerCommand.of(
            "inspect", "--format", "{{.State.Running}} {{.State.StartedAt}}", container);
    String state = platform.docker().run(ask).text().strip();
    if (!state.startsWith("false")) {
      throw new HostingException(
          step.action(), container + " runs again: stop it, and resume", false, null);
    }
    return state;
  }

  private static DataCopy copy(Step step, WorkContext context) {
    return new DataCopy(Path.of(step.argument("from")), Path.of(step.argument("to")), context);
  }

  private void docker(String... words) {
    platform.docker().run(DockerCommand.of(words).timeLimit(LIMIT));
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) throws IOException {
    if (step.action().equals(STOP)) {
      docker("update", "--restart", step.argument("restart"), step.argument("container"));
      if (step.argument("running").equals("true")) {
        docker("start", step.argument("container"));
      }
    } else if (marks.all().containsKey(BEGUN)) {
      copy(step, context).takeBack();
    }
  }
}
