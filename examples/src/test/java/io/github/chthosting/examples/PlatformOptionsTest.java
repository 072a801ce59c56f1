package io.github.chthosting.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepHandlers;
import io.github.chthosting.plan.StepName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destruction that was cut, and the commands that may come next. */
class PlatformOptionsTest {
  private final PlatformOptions options = new PlatformOptions();
  private final Path folder;
  private final Path file;

  PlatformOptionsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.file = Files.writeString(folder.resolve("precious"), "x");
    Cost cost = new Cost(0, 0, Duration.ZERO, Risk.DESTRUCTIVE);
    List<PlannedStep> steps =
        List.of(
            new RemoveFile(file).costing(cost),
            new RemoveData(folder.resolve("gone")).costing(cost));
    StepHandlers cut =
        StepHandlers.builder()
            .add(RemoveFile.class, new Cut())
            .add(RemoveData.class, new Cut())
            .build();
    try (Journal journal = Journal.in(folder.resolve(".cht-hosting/journal"))) {
      Plan destroy = new Plan("destroy cht", steps).carriedOutBy(cut);
      assertThatThrownBy(() -> destroy.apply(journal).await()).hasMessage("cut");
    }
  }

  @StepName("remove-file")
  record RemoveFile(Path path) implements Step {
    @Override
    public String describe() {
      return "remove " + path;
    }
  }

  @StepName("remove-data")
  record RemoveData(Path path) implements Step {
    @Override
    public String describe() {
      return "remove the data folder " + path;
    }
  }

  @Test
  void anotherCommandDoesNotGoOnWithIt() {
    Plan start = new Plan("start cht", List.of());
    assertThatThrownBy(() -> options.run(folder, () -> start))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageStartingWith("go on with 'destroy cht' refused: it was cut");
    assertThatThrownBy(() -> options.destroy(folder, "destroy other", true, () -> start))
        .isInstanceOf(PlanRefusedException.class);
    assertThatThrownBy(() -> options.destroy(folder, "destroy cht", false, () -> start))
        .isInstanceOf(PlanRefusedException.class);
    assertThat(file).exists();
  }

  private static final class Cut implements StepHandler<Step> {
    @Override
    public void run(Step step, Marks marks, WorkContext context) {
      throw new IllegalStateException("cut");
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) {}
  }
}
