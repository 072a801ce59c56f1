package io.github.chthosting.compose.internal.move;

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
      copy(step, context).run();
    }
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
      docker("start", step.argument("container"));
    } else {
      copy(step, context).takeBack();
    }
  }
}
