package io.github.chthosting.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.operation.WorkContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private final Path folder;

  JournalTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static final Plan PLAN =
      new Plan(
          "three",
          List.of(
              new Step("a", Map.of("x", "1"), Cost.FREE),
              new Step("b", Map.of("y", "line\nbreak"), Cost.FREE),
              new Step("c", Map.of(), Cost.FREE)));

  /** Fails at one action, and remembers what it did. */
  private static final class Recorder implements StepRunner {
    private final List<String> did = new ArrayList<>();
    private String failAt = "";

    @Override
    public void run(Step step, Marks marks, WorkContext context) {
      did.add(step.action() + marks.all());
      marks.put("seen", step.action());
      if (step.action().equals(failAt)) {
        throw new IllegalStateException("cut at " + failAt);
      }
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) {
      did.add("undo " + step.action() + marks.all());
    }
  }

  private static Recorder failingAt(String action) {
    Recorder recorder = new Recorder();
    recorder.failAt = action;
    return recorder;
  }

  private void cutAtB() {
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> PLAN.apply(journal, failingAt("b")).await()).hasMessage("cut at b");
    }
  }

  @Test
  void anotherProcessResumesWhereTheFirstWasCut() {
    cutAtB();
    Recorder second = new Recorder();
    try (Journal journal = Journal.in(folder)) {
      assertThat(journal.unfinished()).contains(PLAN);
      assertThat(journal.done()).containsExactly(0);
      assertThat(journal.begun()).contains(1);
      assertThat(journal.resume(second).await()).isEqualTo(2);
      assertThat(journal.unfinished()).isEmpty();
    }
    assertThat(second.did).containsExactly("b{seen=b}", "c{}");
  }

  @Test
  void orRollsBackTheStepThatWasBegunAndNoOther() {
    cutAtB();
    Recorder second = new Recorder();
    try (Journal journal = Journal.in(folder)) {
      assertThat(journal.rollBack(second).await()).isTrue();
    }
    assertThat(second.did).containsExactly("undo b{seen=b}");
    try (Journal journal = Journal.in(folder)) {
      assertThat(journal.unfinished()).isEmpty();
      assertThat(journal.rollBack(second).await()).isFalse();
      assertThat(journal.resume(second).await()).isZero();
    }
  }

  @Test
  void aLineCutByACrashIsDroppedAtEveryByte() throws IOException {
    cutAtB();
    Path file = folder.resolve("journal.jsonl");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (Journal journal = Journal.in(folder)) {
        journal.resume(new Recorder()).await();
        assertThat(journal.unfinished()).isEmpty();
      }
    }
  }

  @Test
  void aLineBeforeTheLastThatCannotBeReadIsRefused() throws IOException {
    cutAtB();
    Path file = folder.resolve("journal.jsonl");
    Files.writeString(file, "garbage\n{}", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> Journal.in(folder))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("has a line that cannot be read (garbage)");
    Files.writeString(file, "");
    Journal.in(folder).close();
  }

  @Test
  void anotherPlanIsRefusedWhileOneIsUnfinished() {
    cutAtB();
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> new Plan("other", List.of()).apply(journal, new Recorder()))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("resume it or roll it back first");
    }
  }

  @Test
  void oneHolderAtATime() {
    try (Journal held = Journal.in(folder)) {
      assertThat(held.unfinished()).isEmpty();
      assertThatThrownBy(() -> Journal.in(folder))
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("is held by this process already");
    }
  }
}
