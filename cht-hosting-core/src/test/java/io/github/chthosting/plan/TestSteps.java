package io.github.chthosting.plan;

import io.github.chthosting.operation.WorkContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steps of three types, and a handler that remembers what it did. */
final class TestSteps {
  private TestSteps() {}

  /** A step with a component of every kind that steps have. */
  @StepName("move")
  record Move(String db, List<String> to, long bytes, Map<String, String> extra, Path folder)
      implements Step {
    static Move of(String db) {
      return new Move(db, List.of("a", "b"), 5, Map.of("z", "1", "y", "2"), Path.of("/f g"));
    }

    @Override
    public String describe() {
      return "move " + db + " to " + String.join(" and ", to);
    }
  }

  @StepName("wait")
  record Wait(Duration time) implements Step {
    @Override
    public String describe() {
      return "wait " + time.toSeconds() + " s";
    }
  }

  @StepName("end")
  record End() implements Step {
    @Override
    public String describe() {
      return "end\nof it all";
    }
  }

  static final PlannedStep MOVE = Move.of("medic").costing(Cost.FREE);
  static final PlannedStep WAIT = new Wait(Duration.ofSeconds(3)).costing(Cost.FREE);
  static final PlannedStep END = new End().costing(Cost.FREE);

  /** Fails at one type of step, and remembers what it did. */
  static final class Recorder implements StepHandler<Step> {
    final List<String> did = new ArrayList<>();
    private final Class<? extends Step> failAt;

    Recorder(Class<? extends Step> failAt) {
      this.failAt = failAt;
    }

    Recorder() {
      this(Step.class);
    }

    StepHandlers handlers() {
      return StepHandlers.builder()
          .add(Move.class, this)
          .add(Wait.class, this)
          .add(End.class, this)
          .build();
    }

    @Override
    public void run(Step step, Marks marks, WorkContext context) {
      String name = StepHandlers.nameOf(step.getClass());
      did.add(name + marks.all());
      marks.put("seen", name);
      if (step.getClass() == failAt) {
        throw new IllegalStateException("cut at " + name);
      }
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) {
      did.add("undo " + StepHandlers.nameOf(step.getClass()) + marks.all());
    }
  }
}
