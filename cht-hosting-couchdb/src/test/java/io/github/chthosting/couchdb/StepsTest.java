package io.github.chthosting.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.replication.Replicator;
import io.github.chthosting.couchdb.replication.Standby;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepHandlers;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All steps of this module's plans. */
class StepsTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
  private static final CouchDb COUCH = CouchDb.builder(NOWHERE).build();
  private static final StepHandlers HANDLERS =
      StepHandlers.builder()
          .addAll(Cluster.of(COUCH).plans().steps())
          .addAll(standby().steps())
          .build();

  private static Standby standby() {
    return Standby.builder(Replicator.of(COUCH), COUCH, COUCH)
        .primaryAt(NOWHERE, Credentials.anonymous())
        .standbyAt(NOWHERE, Credentials.anonymous())
        .build();
  }

  static Stream<Class<? extends Step>> types() {
    return HANDLERS.types().stream();
  }

  @Test
  void eachStepHasAHandler() {
    assertThat(HANDLERS.types()).containsExactlyInAnyOrderElementsOf(ModuleTypes.of(Step.class));
  }

  @ParameterizedTest
  @MethodSource("types")
  void aStepIsTheSameInTheNextProcess(Class<? extends Step> type, @TempDir Path folder)
      throws Exception {
    Step step = (Step) sample(type, "step");
    Plan plan = new Plan("of one step", List.of(step.costing(Cost.FREE)));
    try (Journal journal = Journal.in(folder)) {
      Plan cut = plan.carriedOutBy(HANDLERS.around(handler -> new Noting(new ArrayList<>(), true)));
      assertThatThrownBy(() -> cut.apply(journal).await()).hasMessage("cut");
    }
    List<Step> resumed = new ArrayList<>();
    try (Journal journal = Journal.in(folder)) {
      StepHandlers noting = HANDLERS.around(handler -> new Noting(resumed, false));
      assertThat(journal.resume(noting).await()).isEqualTo(1);
    }
    assertThat(resumed).containsExactly(step);
    assertThat(new Plan("of one step", List.of(resumed.get(0).costing(Cost.FREE))).id())
        .isEqualTo(plan.id());
  }

  @ParameterizedTest
  @MethodSource("types")
  void aStepIsToldInWords(Class<? extends Step> type) throws Exception {
    Step step = (Step) sample(type, "step");
    assertThat(step.describe()).doesNotContain("[", "=[").isNotBlank();
    assertThat(step.summary()).hasSizeLessThan(120);
  }

  /** A value of that type, with something in every component. */
  private static Object sample(Type type, String name) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return List.of(sample(list.getActualTypeArguments()[0], name));
    }
    if (type == String.class) {
      return name.equals("range") ? "80000000-ffffffff" : "a " + name + " = of it";
    }
    if (type == int.class) {
      return 8;
    }
    if (type == long.class) {
      return 9_000_000_000L;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type instanceof Class<?> record && record.isRecord()) {
      return sample(record);
    }
    throw new AssertionError(type + " is of no kind that steps have so far: give it a sample");
  }

  private static Object sample(Class<?> record) throws ReflectiveOperationException {
    List<Object> values = new ArrayList<>();
    List<Class<?>> types = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      values.add(sample(component.getGenericType(), component.getName()));
      types.add(component.getType());
    }
    Constructor<?> constructor = record.getDeclaredConstructor(types.toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    return constructor.newInstance(values.toArray());
  }

  /** Notes what it is to do, and is cut then. */
  private record Noting(List<Step> seen, boolean cut) implements StepHandler<Step> {
    @Override
    public void run(Step step, Marks marks, WorkContext context) {
      seen.add(step);
      if (cut) {
        throw new IllegalStateException("cut");
      }
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) {
      throw new AssertionError("nobody asked for it");
    }
  }
}
