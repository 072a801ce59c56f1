package io.github.chthosting.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ByteSize;
import io.github.chthosting.operation.Operations;
import io.github.chthosting.plan.TestSteps.Move;
import io.github.chthosting.plan.TestSteps.Recorder;
import io.github.chthosting.plan.TestSteps.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  private static final Cost COST = new Cost(1500, 3000, Duration.ofSeconds(2), Risk.REDUNDANT);
  private static final PlannedStep MOVE = Move.of("medic").costing(COST);

  @Test
  void itPrintsEachStepWithItsCostAndTheSum() {
    Plan plan = new Plan("rebalance", List.of(MOVE, TestSteps.END), List.of("views are warmed"));
    assertThat(plan)
        .hasToString(
            """
            rebalance (plan %s)
               1. move medic to a and b  [1.5 kB, 2 s, REDUNDANT]
               2. end  [0 B, 0 s]
                  of it all
                  in all: 1.5 kB, 2 s, REDUNDANT
            note: views are warmed"""
                .formatted(plan.id())
                .replace("                  in all", "      in all"));
  }

  @Test
  void anEmptyPlanSaysSo() {
    assertThat(new Plan("rebalance", List.of()).toString()).endsWith("nothing to do");
  }

  @Test
  void theIdIsOfTheWorkNotOfItsCost() {
    Plan plan = new Plan("x", List.of(MOVE));
    Plan dearer = new Plan("x", List.of(MOVE.step().costing(Cost.FREE)));
    Plan other = new Plan("x", List.of(Move.of("m").costing(COST)));
    assertThat(dearer.id()).isEqualTo(plan.id());
    assertThat(other.id()).isNotEqualTo(plan.id());
  }

  /** Arguments with spaces, commas and quotes are still those arguments. */
  @Test
  void theIdTellsApartWhatPrintsAlike() {
    List<Move> alike =
        List.of(
            new Move("a to b", List.of("c"), 1, Map.of(), Path.of("/")),
            new Move("a", List.of("b to c"), 1, Map.of(), Path.of("/")),
            new Move("a", List.of("b and c"), 1, Map.of(), Path.of("/")),
            new Move("a", List.of("b", "c"), 1, Map.of(), Path.of("/")),
            new Move("a", List.of("b\",\"c"), 1, Map.of(), Path.of("/")));
    assertThat(alike.stream().map(move -> new Plan("x", List.of(move.costing(COST))).id()))
        .doesNotHaveDuplicates();
    assertThat(new Plan("x y", List.of(MOVE)).id()).isNotEqualTo(new Plan("x", List.of(MOVE)).id());
  }

  @Test
  void theIdIsNotOfWhatIsAnEstimate() {
    Move small = new Move("medic", List.of("a"), 5, Map.of(), Path.of("/"));
    Move large = new Move("medic", List.of("a"), 7_000, Map.of(), Path.of("/"));
    assertThat(new Plan("x", List.of(small.costing(COST))).id())
        .isEqualTo(new Plan("x", List.of(large.costing(COST))).id());
  }

  @Test
  void aStepIsCarriedOutAsAPartOfAnother() {
    Recorder recorder = new Recorder();
    StepHandlers waits = StepHandlers.builder().add(Wait.class, recorder).build();
    Step wait = TestSteps.WAIT.step();
    assertThat(waits.types()).containsExactly(Wait.class);
    runIt(waits, wait);
    assertThat(recorder.did).containsExactly("wait{}");
    assertThatThrownBy(() -> runIt(waits, MOVE.step()))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("the step 'move' is not one that can be carried out here");
  }

  private static void runIt(StepHandlers handlers, Step step) {
    Operations.start(
            "a part",
            context -> {
              handlers.run(step, new NoMarks(), context);
              return true;
            })
        .await();
  }

  /** Keeps nothing. */
  private record NoMarks() implements Marks {
    @Override
    public Map<String, String> all() {
      return Map.of();
    }

    @Override
    public void put(String name, String value) {
      assertThat(value).isNotNull();
    }
  }

  /** Two steps whose text is alike, {@code move db=a to=b}. */
  @Test
  void theIdTellsArgumentsWithSpacesApart() {
    Move one = new Move("a to=b", List.of(), 0, Map.of(), Path.of("/"));
    Move other = new Move("a", List.of("to=b"), 0, Map.of(), Path.of("/"));
    assertThat(new Plan("x", List.of(one.costing(COST))).id())
        .isNotEqualTo(new Plan("x", List.of(other.costing(COST))).id());
  }

  @Test
  void theIdStaysWhenAFolderOfAStepIsMade(@TempDir Path folder) throws Exception {
    Path made = folder.resolve("data");
    Plan plan = new Plan("x", List.of(moveTo(made)));
    String before = plan.id();
    Files.createDirectory(made);
    assertThat(plan.id()).isEqualTo(before);
  }

  @Test
  void aPathIsReadAsItWasWritten() {
    for (String path : List.of("/a:b/c d", "relative/x", "", "/%41", "file:///a")) {
      Plan plan = new Plan("x", List.of(moveTo(Path.of(path))));
      StepHandlers handlers = new Recorder().handlers();
      assertThat(StoredPlan.of(plan).restore(handlers)).isEqualTo(plan);
    }
  }

  private static PlannedStep moveTo(Path folder) {
    return new Move("medic", List.of(), 0, Map.of(), folder).costing(COST);
  }

  @Test
  void aPlanOfAForeignStepIsRefusedBeforeTheJournalIsTouched(@TempDir Path folder)
      throws Exception {
    StepHandlers waits = StepHandlers.builder().add(Wait.class, new Recorder()).build();
    Plan plan = new Plan("move it", List.of(TestSteps.WAIT, MOVE)).carriedOutBy(waits);
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> plan.apply(journal))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessage(
              "move it refused: the step 'move' is not one that can be carried out here: apply the plan through the object that made it. Nothing was changed.");
      assertThat(journal.unfinished()).isEmpty();
    }
    assertThat(folder.resolve("journal.jsonl")).isEmptyFile();
  }

  @Test
  void aPlanThatNobodyCarriesOutIsRefused(@TempDir Path folder) throws Exception {
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> new Plan("x", List.of(MOVE)).apply(journal))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("made without a server");
    }
    assertThat(Files.size(folder.resolve("journal.jsonl"))).isZero();
  }

  @Test
  void stepsAreWatchedByWrappingTheirHandlers(@TempDir Path folder) {
    Recorder inner = new Recorder();
    Recorder outer = new Recorder();
    Plan plan = new Plan("x", List.of(MOVE)).carriedOutBy(inner.handlers()).around(all -> outer);
    try (Journal journal = Journal.in(folder)) {
      assertThat(plan.apply(journal).await()).isEqualTo(1);
    }
    assertThat(outer.did).containsExactly("move{}");
    assertThat(inner.did).isEmpty();
  }

  @Test
  void aStepWithoutANameAndANameGivenTwiceAreMistakes() {
    Recorder handler = new Recorder();
    StepHandlers.Builder builder = StepHandlers.builder().add(Wait.class, handler);
    assertThatThrownBy(() -> builder.add(Wait.class, handler))
        .hasMessage("two types of step are named 'wait'");
    assertThatThrownBy(() -> builder.add(Nameless.class, handler))
        .hasMessageContaining("needs a @StepName");
  }

  private record Nameless() implements Step {
    @Override
    public String describe() {
      return "nameless";
    }
  }

  @Test
  void aRefusalHasEveryReason() {
    assertThat(new PlanRefusedException("drain of a", List.of("b is down", "c is full")))
        .hasMessage("drain of a refused: b is down; c is full. Nothing was changed.");
  }

  @Test
  void bytesAreReadable() {
    assertThat(List.of(0L, 999L, 1_000_000L, 999_999L).stream().map(ByteSize::format))
        .containsExactly("0 B", "999 B", "1.0 MB", "1.0 MB");
  }
}
