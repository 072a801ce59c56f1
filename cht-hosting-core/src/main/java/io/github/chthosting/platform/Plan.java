package io.github.chthosting.platform;

import io.github.chthosting.Operation;
import io.github.chthosting.operation.Operations;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What will be done, in order, before anything is. A plain value: made without a server, printed,
 * compared, and carried out by {@link #apply}.
 *
 * @param title what it is for: {@code "rebalance by bytes"}
 * @param steps in the order in which they are done; none when all is as wanted
 * @param notes what a person should know before
 */
public record Plan(String title, List<Step> steps, List<String> notes) {
  public Plan {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /** A plan without notes. */
  public Plan(String title, List<Step> steps) {
    this(title, steps, List.of());
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** What all steps take, one after the other. */
  public Cost cost() {
    return steps.stream().map(Step::cost).reduce(Cost.FREE, Cost::plus);
  }

  /** Names this work: the same title and steps, whatever they cost, give the same id. */
  public String id() {
    StringBuilder text = new StringBuilder(title);
    steps.forEach(step -> text.append('\n').append(step));
    byte[] hash = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 8);
  }

  /**
   * Carries it out, step by step, each written to {@code journal} before and after. A step that the
   * journal knows as done is not done again, so that applying the same plan with the same journal
   * resumes it. The first failure ends it; {@link Journal#unfinished()} then says where.
   *
   * @return the steps done now, resumed ones included
   * @throws PlanRefusedException if the journal holds another plan that was not finished
   */
  public Operation<Integer> apply(Journal journal, StepRunner runner) {
    journal.begin(this);
    return Operations.start(title, context -> new Application(this, journal, runner).run(context));
  }

  /** The title, each step with its cost, the sum, and the notes, a line each. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(title).append(" (plan ").append(id()).append(")\n");
    int number = 1;
    for (Step step : steps) {
      text.append("%4d. %s  [%s]%n".formatted(number++, step, step.cost()));
    }
    text.append(isEmpty() ? "      nothing to do" : "      in all: " + cost());
    notes.forEach(note -> text.append('\n').append("note: ").append(note));
    return text.toString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
