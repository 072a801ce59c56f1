package io.github.chthosting.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.StepRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a destruction that was cut, whatever command comes next. */
class PlatformOptionsTest {
  private final PlatformOptions options = new PlatformOptions();
  private final Path folder;
  private final Path file;

  PlatformOptionsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.file = Files.writeString(folder.resolve("precious"), "x");
    Cost cost = new Cost(0, 0, Duration.ZERO, Risk.DESTRUCTIVE);
    Step data = new Step("remove-data", Map.of("path", folder.resolve("gone").toString()), cost);
    Step removes = new Step("remove-file", Map.of("path", file.toString()), cost);
    try (Journal journal = Journal.in(folder.resolve(".cht-hosting/journal"))) {
      Plan destroy = new Plan("destroy cht", List.of(removes, data));
      assertThatThrownBy(() -> destroy.apply(journal, new Cut()).await()).hasMessage("cut");
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

  private static final class Cut implements StepRunner {
    @Override
    public void run(Step step, Marks marks, WorkContext context) {
      throw new IllegalStateException("cut");
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) {}
  }
}
