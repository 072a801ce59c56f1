package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.deployment.PostgresTarget;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.internal.StepWork;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of step, as a journal keeps it and as a person reads it. */
class ComposeStepsTest {
  private static final ComposePlatform PLATFORM =
      ComposePlatform.builder(DockerCli.builder().build()).build();

  /** Ends before the step does anything, so that the journal holds it. */
  private static final StepHandler<Step> CUT =
      StepWork.handler(
          (step, marks, context) -> {
            throw new IllegalStateException("cut");
          });

  static Collection<Class<? extends Step>> types() {
    return PLATFORM.handlers().types();
  }

  @ParameterizedTest
  @MethodSource("types")
  void isTheSameWhenAJournalGivesItBack(Class<? extends Step> type, @TempDir Path folder) {
    Step step = (Step) Samples.of(type);
    Plan plan = new Plan("x", List.of(step.costing(Cost.FREE)));
    try (Journal journal = Journal.in(folder)) {
      Plan cut = plan.carriedOutBy(PLATFORM.handlers().around(handler -> CUT));
      assertThatThrownBy(() -> cut.apply(journal).await()).hasMessage("cut");
    }
    List<Step> resumed = new ArrayList<>();
    StepHandler<Step> seeing = StepWork.handler((each, marks, context) -> resumed.add(each));
    try (Journal journal = Journal.in(folder)) {
      journal.resume(PLATFORM.handlers().around(handler -> seeing)).await();
    }
    assertThat(resumed).containsExactly(step);
    assertThat(resumed.get(0).describe()).isEqualTo(step.describe());
  }

  @ParameterizedTest
  @MethodSource("types")
  void isDescribedInPlainWords(Class<? extends Step> type) {
    Step step = (Step) Samples.of(type);
    assertThat(step.summary())
        .isNotBlank()
        .hasSizeLessThan(200)
        .doesNotContain(type.getSimpleName(), "Layout[", "null");
  }

  /** Jackson reads and writes records of a package that is open to it, or exported to all. */
  @ParameterizedTest
  @MethodSource("types")
  void itsModuleLetsJackson(Class<? extends Step> type) throws URISyntaxException {
    Path classes = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module = ModuleFinder.of(classes).findAll().iterator().next().descriptor();
    assertThat(module.opens())
        .filteredOn(each -> each.source().equals(type.getPackageName()))
        .singleElement()
        .satisfies(each -> assertThat(each.targets()).contains("tools.jackson.databind"));
  }

  @Test
  void thereAreSteps() {
    assertThat(types()).hasSizeGreaterThan(50);
  }

  /** Values of any type that a step has, each different from its default. */
  private static final class Samples {
    static Object of(Type type) {
      if (type instanceof ParameterizedType list) {
        assertThat(list.getRawType()).isEqualTo(List.class);
        return List.of(of(list.getActualTypeArguments()[0]));
      }
      return of((Class<?>) type);
    }

    private static Object of(Class<?> type) {
      Map<Class<?>, Object> plain =
          Map.of(
              String.class,
              "a:b, c",
              Path.class,
              Path.of("/srv/a:b c"),
              URI.class,
              URI.create("https://ca.example.org/directory"),
              Duration.class,
              Duration.ofSeconds(61),
              boolean.class,
              true,
              int.class,
              7);
      if (plain.containsKey(type)) {
        return plain.get(type);
      }
      if (type.isEnum()) {
        return type.getEnumConstants()[type.getEnumConstants().length - 1];
      }
      assertThat(type.isRecord()).as(type + " is a record").isTrue();
      return type == PostgresTarget.class
          ? PostgresTarget.of("prod", "db.example.org", "cht", "reader", Path.of("/srv/pass"))
          : record(type);
    }

    private static Object record(Class<?> type) {
      RecordComponent[] parts = type.getRecordComponents();
      Class<?>[] types = Stream.of(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Object[] values = Stream.of(parts).map(each -> of(each.getGenericType())).toArray();
      try {
        return type.getDeclaredConstructor(types).newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + " cannot be made", e);
      }
    }
  }
}
