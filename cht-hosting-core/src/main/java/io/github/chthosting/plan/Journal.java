package io.github.chthosting.plan;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.operation.Operations;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder that records what a plan began and did, on disk before the next thing happens. A process
 * that was killed is followed by another with the same folder, which resumes or rolls back. One
 * process at a time holds a folder; only its owner can read it. Thread-safe.
 */
public final class Journal implements Closeable {
  private final JournalFile file;
  private final JournalState state = new JournalState();

  private Journal(JournalFile file) {
    this.file = file;
  }

  /**
   * Opens the journal in {@code folder}, which is created if need be. A last line that was cut by a
   * crash is dropped.
   *
   * @throws HostingException if another process holds it, it cannot be written, or a line before
   *     the last cannot be read
   */
  public static Journal in(Path folder) {
    JournalFile file = JournalFile.open(folder);
    Journal journal = new Journal(file);
    try {
      file.replay(journal.state::read);
      return journal;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Returns the plan that was begun and neither finished nor rolled back. */
  public synchronized Optional<UnfinishedPlan> unfinished() {
    return state.unfinished().map(plan -> UnfinishedPlan.of(plan, done(), begun()));
  }

  /** Returns the numbers, from 0, of the unfinished plan's steps that are done. */
  public synchronized List<Integer> done() {
    return state.done();
  }

  /** Returns the number, from 0, of the unfinished plan's step that was begun and is not done. */
  public synchronized Optional<Integer> begun() {
    return state.begun();
  }

  /**
   * Goes on with the unfinished plan; returns 0 at once if there is none.
   *
   * @param handlers of whoever made the plan
   * @return the number of steps done now
   * @throws PlanRefusedException if a step of the plan is not known to {@code handlers}
   */
  public Operation<Integer> resume(StepHandlers handlers) {
    Optional<Plan> plan = restored(handlers);
    return plan.isPresent()
        ? plan.get().apply(this)
        : Operations.start("nothing to resume", context -> 0);
  }

  /**
   * Takes back the step that was begun and is not done, and gives the plan up. Steps that are done
   * stay done: each left everything whole.
   *
   * @param handlers of whoever made the plan
   * @return whether there was something to give up
   * @throws PlanRefusedException if a step of the plan is not known to {@code handlers}
   */
  public Operation<Boolean> rollBack(StepHandlers handlers) {
    Optional<Plan> plan = restored(handlers);
    if (plan.isEmpty()) {
      return Operations.start("nothing to roll back", context -> false);
    }
    PlanRun back = new PlanRun(plan.get(), this, handlers);
    return Operations.start(
        "roll back " + plan.get().title(),
        context -> {
          Closeable guard = handlers.open(plan.get());
          try {
            return back.rollBack(context);
          } finally {
            guard.close();
          }
        });
  }

  private synchronized Optional<Plan> restored(StepHandlers handlers) {
    return state.unfinished().map(plan -> plan.restore(handlers));
  }

  synchronized void begin(Plan plan) {
    StoredPlan wanted = StoredPlan.of(plan);
    Optional<StoredPlan> open = state.unfinished();
    if (open.isEmpty()) {
      write(JournalLine.plan(wanted));
    } else if (!open.get().id().equals(wanted.id())) {
      throw new PlanRefusedException(
          plan.title(),
          List.of(
              "the journal in %s holds the unfinished plan %s (%s): resume it or roll it back first"
                  .formatted(file.folder(), open.get().id(), open.get().title())));
    }
  }

  void stepBegun(int step) {
    write(JournalLine.begun(step));
  }

  void stepDone(int step) {
    write(JournalLine.done(step));
  }

  void stepRolledBack(int step) {
    write(JournalLine.rolledBack(step));
  }

  void ended() {
    write(JournalLine.ended());
  }

  Marks marks(int step) {
    return new Marks() {
      @Override
      public Map<String, String> all() {
        synchronized (Journal.this) {
          return state.marks(step);
        }
      }

      @Override
      public void put(String name, String value) {
        write(JournalLine.mark(step, name, value));
      }
    };
  }

  private synchronized void write(JournalLine line) {
    file.append(line);
    state.read(line);
  }

  /** Releases the folder, so that another process may open it. */
  @Override
  public void close() {
    file.close();
  }
}
