package io.github.chthosting.operation;

import io.github.chthosting.OperationCancelledException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wish to stop, and who wants to hear of it. Thread-safe. */
final class Cancellation {
  private static final Logger log = LoggerFactory.getLogger(Cancellation.class);

  private final String name;
  private final Set<Action> actions = new LinkedHashSet<>();
  private volatile boolean requested;

  Cancellation(String name) {
    this.name = name;
  }

  boolean isRequested() {
    return requested;
  }

  void check() {
    if (requested) {
      throw new OperationCancelledException(name, name + " - cancelled.", null);
    }
  }

  void request() {
    List<Action> due;
    synchronized (actions) {
      requested = true;
      due = new ArrayList<>(actions);
      actions.clear();
    }
    due.forEach(Action::run);
  }

  WorkContext.Hook onRequest(Runnable runnable) {
    Action action = new Action(runnable);
    boolean now;
    synchronized (actions) {
      now = requested;
      if (!now) {
        actions.add(action);
      }
    }
    if (now) {
      action.run();
    }
    return () -> {
      synchronized (actions) {
        actions.remove(action);
      }
    };
  }

  /**
   * One registration of a runnable. Not a record: two registrations of the same runnable are two.
   */
  private final class Action {
    private final Runnable runnable;

    Action(Runnable runnable) {
      this.runnable = runnable;
    }

    void run() {
      try {
        runnable.run();
      } catch (RuntimeException e) {
        log.warn("{}: stopping a part of it failed", name, e);
      }
    }
  }
}
