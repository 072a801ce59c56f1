package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.internal.install.WriteSettings;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation that is cut before and after the work of every one of its steps, and goes on. */
class InterruptedDockerIT {
  private final Path folder;

  InterruptedDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Ends as a killed process does: nothing after it is written to the journal. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Lets so many halves of steps happen: the work, and the entry in the journal after it. */
  private static final class Cut implements StepHandler<Step> {
    private final StepHandler<Step> handler;
    private final AtomicInteger left;

    Cut(StepHandler<Step> handler, AtomicInteger left) {
      this.handler = handler;
      this.left = left;
    }

    @Override
    public void run(Step step, Marks marks, WorkContext context) throws Exception {
      spend();
      handler.run(step, marks, context);
      spend();
    }

    private void spend() {
      if (left.getAndDecrement() == 0) {
        throw new Killed();
      }
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) {
      throw new AssertionError("not asked for");
    }
  }

  private static UnaryOperator<StepHandler<Step>> cut(int halves) {
    AtomicInteger left = new AtomicInteger(halves);
    return handler -> new Cut(handler, left);
  }

  @Test
  void goesOnFromEveryPoint() throws InterruptedException {
    goesOnFromEveryPoint(StartedBy.STANDARD);
  }

  @Tag("series")
  @Test
  void goesOnWithoutAnUpgradeServiceToo() throws InterruptedException {
    goesOnFromEveryPoint(StartedBy.DIRECT);
  }

  private void goesOnFromEveryPoint(StartedBy mode) throws InterruptedException {
    try (TestInstance cht = new TestInstance(folder)) {
      Plan plan = cht.plan(cht.deployment("5.0.2", Topology.SINGLE), mode);
      String password = "";
      for (int step = 0; step < plan.steps().size(); step++) {
        assertThatThrownBy(() -> cht.apply(plan, cut(0))).isInstanceOf(Killed.class);
        assertThatThrownBy(() -> cht.apply(plan, cut(1))).isInstanceOf(Killed.class);
        if (plan.steps().get(step).is(WriteSettings.class)) {
          password = cht.credentials();
        }
        if (step < plan.steps().size() - 1) {
          assertThatThrownBy(() -> cht.apply(plan, cut(2))).isInstanceOf(Killed.class);
        }
      }
      cht.apply(plan);
      cht.awaitHealthy("5.0.2");
      assertThat(cht.credentials()).isEqualTo(password);
      Plan again = cht.plan(cht.deployment("5.0.2", Topology.SINGLE), mode);
      assertThat(again.steps()).as(again.toString()).isEmpty();
    }
  }
}
