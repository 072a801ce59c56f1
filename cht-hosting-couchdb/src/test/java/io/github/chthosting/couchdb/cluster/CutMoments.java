package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepHandlers;
import io.github.chthosting.plan.StepName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Ends a run at one of its moments, as a killed process would: from then on nothing is written
 * down. Moments are the beginning and the end of each step, and before and right after each mark.
 */
final class CutMoments {
  private final StepHandlers handlers;
  private final int at;
  private final List<String> passed = new ArrayList<>();

  /** The exception that ends a run at its moment. */
  static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1;

    Cut(String moment) {
      super("cut at " + moment);
    }
  }

  private CutMoments(StepHandlers handlers, int at) {
    this.handlers = handlers.around(Cutting::new);
    this.at = at;
  }

  /** Cut at the moment of that number, from 0. */
  static CutMoments at(StepHandlers handlers, int moment) {
    return new CutMoments(handlers, moment);
  }

  /** No cut: the moments are only noted. */
  static CutMoments never(StepHandlers handlers) {
    return new CutMoments(handlers, Integer.MAX_VALUE);
  }

  /** The handlers of the steps, which are cut. */
  StepHandlers handlers() {
    return handlers;
  }

  /** The moments so far. */
  synchronized List<String> passed() {
    return List.copyOf(passed);
  }

  private synchronized void pass(String moment) {
    if (passed.size() <= at) {
      passed.add(moment);
    }
    if (passed.size() > at) {
      throw new Cut(moment);
    }
  }

  static String nameOf(Step step) {
    return step.getClass().getAnnotation(StepName.class).value();
  }

  private final class Cutting implements StepHandler<Step> {
    private final StepHandler<Step> handler;

    Cutting(StepHandler<Step> handler) {
      this.handler = handler;
    }

    @Override
    public void run(Step step, Marks marks, WorkContext context) throws Exception {
      pass("begin of " + nameOf(step));
      handler.run(step, new CutMarks(step, marks), context);
      pass("end of " + nameOf(step));
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
      pass("begin of taking back " + nameOf(step));
      handler.rollBack(step, new CutMarks(step, marks), context);
      pass("end of taking back " + nameOf(step));
    }
  }

  private final class CutMarks implements Marks {
    private final Step step;
    private final Marks marks;

    CutMarks(Step step, Marks marks) {
      this.step = step;
      this.marks = marks;
    }

    @Override
    public Map<String, String> all() {
      return marks.all();
    }

    @Override
    public void put(String name, String value) {
      String mark = "%s, mark %s=%.20s".formatted(nameOf(step), name, value);
      pass("before " + mark);
      marks.put(name, value);
      pass("after " + mark);
    }
  }
}
