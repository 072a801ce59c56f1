package io.github.chthosting.plan;

import io.github.chthosting.operation.WorkContext;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The types of step that somebody who makes plans can carry out, each with its handler; as a whole
 * a handler of all of them. Immutable and thread-safe if the handlers are.
 */
public final class StepHandlers implements StepHandler<Step> {
  private final Map<String, Entry<?>> byName;
  private final Guard guard;

  private StepHandlers(Map<String, Entry<?>> byName, Guard guard) {
    this.byName = Map.copyOf(byName);
    this.guard = guard;
  }

  /** Keeps others away from what plans change, whatever journal they have. */
  @FunctionalInterface
  public interface Guard {
    /**
     * Called before the first step of a plan that is run, resumed or taken back.
     *
     * @return closed after its last step
     * @throws PlanRefusedException if another plan is at work there
     */
    Closeable open(Plan plan);
  }

  /** Returns the same handlers, whose plans are carried out only while they are let in. */
  public StepHandlers guardedBy(Guard newGuard) {
    return new StepHandlers(byName, newGuard);
  }

  Closeable open(Plan plan) {
    return guard.open(plan);
  }

  /** Returns a builder that knows no step yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the same handlers, each inside what {@code wrapper} makes of it. */
  public StepHandlers around(UnaryOperator<StepHandler<Step>> wrapper) {
    Map<String, Entry<?>> wrapped = new LinkedHashMap<>();
    byName.forEach((name, entry) -> wrapped.put(name, entry.around(wrapper)));
    return new StepHandlers(wrapped, guard);
  }

  /** Returns the types of step that are known here, in the order of their names. */
  public List<Class<? extends Step>> types() {
    List<Class<? extends Step>> types = new ArrayList<>();
    new TreeMap<>(byName).values().forEach(entry -> types.add(entry.type));
    return types;
  }

  /**
   * Does one step outside a plan, such as a part of another step.
   *
   * @throws PlanRefusedException if the step is not known here
   */
  @Override
  public void run(Step step, Marks marks, WorkContext context) throws Exception {
    require(step).run(step, marks, context);
  }

  /**
   * Takes back one step outside a plan.
   *
   * @throws PlanRefusedException if the step is not known here
   */
  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
    require(step).rollBack(step, marks, context);
  }

  private StepHandler<Step> require(Step step) {
    StepHandler<Step> handler = of(step);
    if (handler == null) {
      throw new PlanRefusedException(step.summary(), List.of(unknown(nameOf(step.getClass()))));
    }
    return handler;
  }

  /** Returns the handler of this step, or nothing if the step is not known here. */
  @Nullable StepHandler<Step> of(Step step) {
    Entry<?> entry = byName.get(nameOf(step.getClass()));
    return entry == null || !entry.type.isInstance(step) ? null : entry.handler();
  }

  /** Returns the type of that name, or nothing if it is not known here. */
  @Nullable Class<? extends Step> type(String name) {
    Entry<?> entry = byName.get(name);
    return entry == null ? null : entry.type;
  }

  /**
   * Returns the name of a type of step.
   *
   * @throws IllegalArgumentException if it has no {@link StepName}
   */
  static String nameOf(Class<? extends Step> type) {
    StepName name = type.getAnnotation(StepName.class);
    if (name == null || !name.value().matches("[a-z][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          type + " needs a @StepName: one word in lower case with hyphens");
    }
    return name.value();
  }

  /** Refuses a plan that holds a step nobody here can carry out. */
  void requireAll(String title, List<PlannedStep> steps) {
    List<String> unknown = new ArrayList<>();
    for (PlannedStep planned : steps) {
      if (of(planned.step()) == null) {
        unknown.add(unknown(nameOf(planned.step().getClass())));
      }
    }
    if (!unknown.isEmpty()) {
      throw new PlanRefusedException(title, unknown);
    }
  }

  static String unknown(String name) {
    return "the step '%s' is not one that can be carried out here: apply the plan through the object that made it"
        .formatted(name);
  }

  private record Entry<S extends Step>(Class<S> type, StepHandler<Step> handler) {
    static <S extends Step> Entry<S> of(Class<S> type, StepHandler<? super S> handler) {
      return new Entry<>(type, new Typed<>(type, handler));
    }

    Entry<S> around(UnaryOperator<StepHandler<Step>> wrapper) {
      return new Entry<>(type, wrapper.apply(handler));
    }
  }

  /** Hands a step on as what it is. */
  private record Typed<S extends Step>(Class<S> type, StepHandler<? super S> handler)
      implements StepHandler<Step> {
    @Override
    public void run(Step step, Marks marks, WorkContext context) throws Exception {
      run(handler, type.cast(step), marks, context);
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
      rollBack(handler, type.cast(step), marks, context);
    }

    private static <T extends Step> void run(
        StepHandler<T> handler, T step, Marks marks, WorkContext context) throws Exception {
      handler.run(step, marks, context);
    }

    private static <T extends Step> void rollBack(
        StepHandler<T> handler, T step, Marks marks, WorkContext context) throws Exception {
      handler.rollBack(step, marks, context);
    }
  }

  /** Collects handlers. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Entry<?>> byName = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds one type of step.
     *
     * @throws IllegalArgumentException if it has no {@link StepName}, or another type has the same
     */
    public <S extends Step> Builder add(Class<S> type, StepHandler<? super S> handler) {
      return put(nameOf(type), Entry.of(type, handler));
    }

    /** Adds all types of step that {@code others} know. */
    public Builder addAll(StepHandlers others) {
      others.byName.forEach(this::put);
      return this;
    }

    private Builder put(String name, Entry<?> entry) {
      if (byName.putIfAbsent(name, entry) != null) {
        throw new IllegalArgumentException("two types of step are named '" + name + "'");
      }
      return this;
    }

    /** Returns the handlers that were added. */
    public StepHandlers build() {
      return new StepHandlers(byName, plan -> () -> {});
    }
  }
}
