package io.github.chthosting.plan;

import io.github.chthosting.CheckReturnValue;
import io.github.chthosting.Operation;
import io.github.chthosting.operation.Operations;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A list of steps that will be done in order. It can be printed, compared and kept before anything
 * is done; {@link #apply} carries it out, by the handlers of whoever made it. Immutable. Two plans
 * are equal if their title, steps and notes are.
 *
 * <pre>{@code
 * Plan plan = platform.planInstall(deployment);
 * System.out.println(plan);
 * plan.apply(Journal.in(folder)).await();
 * }</pre>
 */
public final class Plan {
  private final String title;
  private final List<PlannedStep> steps;
  private final List<String> notes;
  private final @Nullable StepHandlers handlers;

  private Plan(
      String title, List<PlannedStep> steps, List<String> notes, @Nullable StepHandlers handlers) {
    this.title = title;
    this.steps = List.copyOf(steps);
    this.notes = List.copyOf(notes);
    this.handlers = handlers;
  }

  /**
   * Makes a plan that nobody carries out yet; see {@link #carriedOutBy}.
   *
   * @param title what it is for: {@code "rebalance by bytes"}
   * @param steps in the order in which they are done; none when all is as wanted
   * @param notes what a person should know before
   */
  public Plan(String title, List<PlannedStep> steps, List<String> notes) {
    this(title, steps, notes, null);
  }

  /** Makes a plan without notes. */
  public Plan(String title, List<PlannedStep> steps) {
    this(title, steps, List.of());
  }

  /** Returns what the plan is for. */
  public String title() {
    return title;
  }

  /** Returns the steps in the order in which they are done; none when all is as wanted. */
  public List<PlannedStep> steps() {
    return steps;
  }

  /** Returns what a person should know before. */
  public List<String> notes() {
    return notes;
  }

  /** Returns the same plan with other notes. */
  @CheckReturnValue
  public Plan withNotes(List<String> others) {
    return new Plan(title, steps, others, handlers);
  }

  /** Returns the same plan, carried out by these handlers. */
  @CheckReturnValue
  public Plan carriedOutBy(StepHandlers others) {
    return new Plan(title, steps, notes, others);
  }

  /**
   * Returns the same plan with each of its handlers inside what {@code wrapper} makes of it: to
   * watch steps, or to interrupt them in a test.
   *
   * @throws IllegalStateException if nobody carries it out yet
   */
  @CheckReturnValue
  public Plan around(UnaryOperator<StepHandler<Step>> wrapper) {
    if (handlers == null) {
      throw new IllegalStateException(
          title + ": this plan has no handlers yet; set them with carriedOutBy");
    }
    return carriedOutBy(handlers.around(wrapper));
  }

  /** Returns whether there is nothing to do. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Returns what all steps take, one after the other. */
  public Cost cost() {
    return steps.stream().map(PlannedStep::cost).reduce(Cost.FREE, Cost::plus);
  }

  /**
   * Returns 16 hexadecimal digits that name this work: the same title and steps, whatever they
   * cost, give the same id.
   */
  public String id() {
    return StoredPlan.of(this).id();
  }

  /**
   * Carries the plan out, step by step, each written to {@code journal} before and after. A step
   * that the journal knows as done is not done again, so that applying the same plan with the same
   * journal resumes it. The first failure ends it; {@link Journal#unfinished()} then says where.
   *
   * @return the number of steps done now, resumed ones included
   * @throws PlanRefusedException before anything is written, if the journal holds another plan that
   *     was not finished, a step is not known to whoever made the plan, or another plan is at work
   *     where this one would be
   */
  public Operation<Integer> apply(Journal journal) {
    StepHandlers known = requireHandlers();
    known.requireAll(title, steps);
    Closeable guard = known.open(this);
    try {
      journal.begin(this);
    } catch (RuntimeException e) {
      close(guard);
      throw e;
    }
    return Operations.start(
        title,
        context -> {
          try {
            return new PlanRun(this, journal, known).run(context);
          } finally {
            close(guard);
          }
        });
  }

  private static void close(Closeable guard) {
    try {
      guard.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StepHandlers requireHandlers() {
    if (handlers == null) {
      throw new PlanRefusedException(
          title,
          List.of(
              "it was made without a server or platform that could carry it out: create the plan through one, or set the handlers with carriedOutBy"));
    }
    return handlers;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Plan plan
        && title.equals(plan.title)
        && steps.equals(plan.steps)
        && notes.equals(plan.notes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(title, steps, notes);
  }

  /** Returns the title, each step with its cost, the sum, and the notes, a line each. */
  @Override
  public String toString() {
    return StoredPlan.of(this).toString();
  }
}
