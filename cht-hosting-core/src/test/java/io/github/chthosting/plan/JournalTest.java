package io.github.chthosting.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.plan.TestSteps.Recorder;
import io.github.chthosting.plan.TestSteps.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Plan PLAN =
      new Plan(
          "three",
          List.of(TestSteps.MOVE, TestSteps.WAIT, TestSteps.END),
          List.of("a note\nof two lines"));

  private final Path folder;

  JournalTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void cutAtWait() {
    Plan plan = PLAN.carriedOutBy(new Recorder(Wait.class).handlers());
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> plan.apply(journal).await()).hasMessage("cut at wait");
    }
  }

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

  @Test
  void oneHolderAtATime() {
    try (Journal held = Journal.in(folder)) {
      assertThat(held.unfinished()).isEmpty();
      assertThatThrownBy(() -> Journal.in(folder))
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("is held by this process already");
    }
  }

  /** Marks keep what a file held before it was changed. */
  @Test
  void onlyTheOwnerCanReadIt() throws IOException {
    Path fresh = folder.resolve("of/a/journal");
    Journal.in(fresh).close();
    assertThat(Files.getPosixFilePermissions(fresh))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(fresh.resolve("journal.jsonl")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  /** A lock of a process is dropped when it closes any other handle of the file. */
  @Test
  void anotherProcessIsKeptOutWhileItIsHeld() throws Exception {
    cutAtWait();
    try (Journal held = Journal.in(folder)) {
      assertThat(held.unfinished()).isPresent();
      assertThat(openedByAnotherProcess()).contains("is held by another process");
    }
    assertThat(openedByAnotherProcess()).isEqualTo("opened");
  }

  /** A channel that is closed drops all POSIX locks of its process on that file. */
  @Test
  void aRefusalWithinTheProcessKeepsTheOthersOut() throws Exception {
    cutAtWait();
    try (Journal held = Journal.in(folder)) {
      assertThat(held.unfinished()).isPresent();
      assertThatThrownBy(() -> Journal.in(folder))
          .hasMessageContaining("is held by this process already");
      assertThat(openedByAnotherProcess()).contains("is held by another process");
    }
  }

  /** A full disk takes half of a line: what comes after must not be appended to it. */
  @Test
  void aLineThatTheDiskTookHalfIsDropped() throws Exception {
    cutAtWait();
    // No file of that process may grow beyond 8 blocks of 512 bytes.
    String said = shell("ulimit -f 8; exec \"$0\" \"$@\"", FillsJournal.class);
    assertThat(said).contains("cannot be written").endsWith("written after all");
    Recorder second = new Recorder();
    try (Journal journal = Journal.in(folder)) {
      assertThat(journal.resume(second.handlers()).await()).isEqualTo(2);
    }
    assertThat(second.did.get(0)).contains("n=short");
  }

  private String openedByAnotherProcess() throws Exception {
    return shell("exec \"$0\" \"$@\"", OpensJournal.class);
  }

  private String shell(String script, Class<?> main) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String path = System.getProperty("java.class.path");
    List<String> command =
        List.of("sh", "-c", script, java.toString(), "-XX:-UsePerfData", "-cp", path);
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(main.getName(), folder.toString()));
    Process other = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(other.getInputStream().readAllBytes(), UTF_8).strip();
    other.waitFor();
    return said;
  }

  /** Opens a journal in a JVM of its own, and says how that went. */
  static final class OpensJournal {
    private OpensJournal() {}

    public static void main(String[] folder) {
      try {
        Journal.in(Path.of(folder[0])).close();
        System.out.println("opened");
      } catch (HostingException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** Writes until the disk is full, and then something that still has room. */
  static final class FillsJournal {
    private FillsJournal() {}

    public static void main(String[] folder) {
      try (Journal journal = Journal.in(Path.of(folder[0]))) {
        try {
          journal.marks(1).put("n", "long".repeat(2000));
        } catch (HostingException e) {
          System.out.println(e.getMessage());
        }
        journal.marks(1).put("n", "short");
        System.out.println("written after all");
      }
    }
  }
}
