package io.github.chthosting.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.plan.TestSteps.Recorder;
import io.github.chthosting.plan.TestSteps.Wait;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A journal with a plan of three steps. */
abstract class JournalCase {
  @TempDir Path folder;

  static final Plan PLAN =
      new Plan(
          "three",
          List.of(TestSteps.MOVE, TestSteps.WAIT, TestSteps.END),
          List.of("a note\nof two lines"));

  void cutAtWait() {
    Plan plan = PLAN.carriedOutBy(new Recorder(Wait.class).handlers());
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> plan.apply(journal).await()).hasMessage("cut at wait");
    }
  }
}
