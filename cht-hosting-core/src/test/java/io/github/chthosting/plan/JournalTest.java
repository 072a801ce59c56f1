package io.github.chthosting.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.plan.TestSteps.Recorder;
import io.github.chthosting.plan.TestSteps.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans that are cut and go on, or are taken back, by their journal. */
class JournalTest extends JournalCase {
  @Test
  void anotherProcessResumesWhereTheFirstWasCut() {
    cutAtWait();
    Recorder second = new Recorder();
    try (Journal journal = Journal.in(folder)) {
      UnfinishedPlan cut = journal.unfinished().orElseThrow();
      assertThat(cut.id()).isEqualTo(PLAN.id());
      assertThat(cut.steps()).containsExactly("move", "wait", "end");
      assertThat(cut).hasToString(PLAN + "\ndone: 1 of 3 steps");
      assertThat(journal.done()).containsExactly(0);
      assertThat(journal.begun()).contains(1);
      assertThat(journal.resume(second.handlers()).await()).isEqualTo(2);
      assertThat(journal.unfinished()).isEmpty();
    }
    assertThat(second.did).containsExactly("wait{seen=wait}", "end{}");
  }

  @Test
  void theSamePlanMadeAgainGoesOnToo() {
    cutAtWait();
    Recorder second = new Recorder();
    try (Journal journal = Journal.in(folder)) {
      assertThat(PLAN.carriedOutBy(second.handlers()).apply(journal).await()).isEqualTo(2);
    }
    assertThat(second.did).containsExactly("wait{seen=wait}", "end{}");
  }

  @Test
  void whoeverDoesNotKnowItsStepsIsRefusedAndChangesNothing() throws IOException {
    cutAtWait();
    byte[] before = Files.readAllBytes(folder.resolve("journal.jsonl"));
    StepHandlers waits = StepHandlers.builder().add(Wait.class, new Recorder()).build();
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> journal.resume(waits))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("'move'")
          .hasMessageContaining("'end'");
      assertThatThrownBy(() -> journal.rollBack(waits)).isInstanceOf(PlanRefusedException.class);
    }
    assertThat(Files.readAllBytes(folder.resolve("journal.jsonl"))).isEqualTo(before);
  }

  @Test
  void orRollsBackTheStepThatWasBegunAndNoOther() {
    cutAtWait();
    Recorder second = new Recorder();
    try (Journal journal = Journal.in(folder)) {
      assertThat(journal.rollBack(second.handlers()).await()).isTrue();
    }
    assertThat(second.did).containsExactly("undo wait{seen=wait}");
    try (Journal journal = Journal.in(folder)) {
      assertThat(journal.unfinished()).isEmpty();
      assertThat(journal.rollBack(second.handlers()).await()).isFalse();
      assertThat(journal.resume(second.handlers()).await()).isZero();
    }
  }

  @Test
  void aLineCutByACrashIsDroppedAtEveryByte() throws IOException {
    cutAtWait();
    Path file = folder.resolve("journal.jsonl");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (Journal journal = Journal.in(folder)) {
        journal.resume(new Recorder().handlers()).await();
        assertThat(journal.unfinished()).isEmpty();
      }
    }
  }

  @Test
  void aLineBeforeTheLastThatCannotBeReadIsRefused() throws IOException {
    cutAtWait();
    Path file = folder.resolve("journal.jsonl");
    Files.writeString(file, "garbage\n{}", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> Journal.in(folder))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("has a line that cannot be read (garbage)");
    Files.writeString(file, "");
    Journal.in(folder).close();
  }

  /** Steps were words and texts then: one of the same words goes on, another is refused. */
  @Test
  void aPlanOfAnEarlierVersionIsListedAndItsForeignStepsAreRefused() throws IOException {
    String earlier =
        """
        {"what":"plan","step":-1,"plan":{"title":"two","steps":[\
        {"action":"end","arguments":{},"cost":{"bytes":0,"disk":0,"time":90.5,"risk":"NONE"}},\
        {"action":"wait","arguments":{"seconds":"3"},\
        "cost":{"bytes":7,"disk":3,"time":0.0,"risk":"REDUNDANT"}}],"notes":["n"]}}
        {"what":"begun","step":0}
        """;
    Files.writeString(folder.resolve("journal.jsonl"), earlier);
    try (Journal journal = Journal.in(folder)) {
      assertThat(journal.unfinished().orElseThrow().steps()).containsExactly("end", "wait");
      assertThatThrownBy(() -> journal.resume(new Recorder().handlers()))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("finish it with the version that began it");
    }
  }

  @Test
  void anotherPlanIsRefusedWhileOneIsUnfinished() {
    cutAtWait();
    Plan other = new Plan("other", List.of()).carriedOutBy(new Recorder().handlers());
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> other.apply(journal))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("resume it or roll it back first");
    }
  }
}
