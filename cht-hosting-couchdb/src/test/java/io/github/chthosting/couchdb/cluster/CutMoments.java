package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.StepRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Ends a run at one of its moments, as a killed process would: from then on nothing is written
 * down. Moments are the beginning and the end of each step, and before and right after each mark.
 */
final class CutMoments implements StepRunner {
  private final StepRunner runner;
  private final int at;
  private final List<String> passed = new ArrayList<>();

  /** What it ends with. */
  static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1;

    Cut(String moment) {
      super("cut at " + moment);
    }
  }

  private CutMoments(StepRunner runner, int at) {
    this.runner = runner;
    this.at = at;
  }

  /** Cut at the moment of that number, from 0. */
  static CutMoments at(StepRunner runner, int moment) {
    return new CutMoments(runner, moment);
  }

  /** Not cut: the moments are noted alone. */
  static CutMoments never(StepRunner runner) {
    return new CutMoments(runner, Integer.MAX_VALUE);
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

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws Exception {
    pass("begin of " + step.action());
    runner.run(step, new CutMarks(step, marks), context);
    pass("end of " + step.action());
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
    pass("begin of taking back " + step.action());
    runner.rollBack(step, new CutMarks(step, marks), context);
    pass("end of taking back " + step.action());
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
      String mark = "%s, mark %s=%.20s".formatted(step.action(), name, value);
      pass("before " + mark);
      marks.put(name, value);
      pass("after " + mark);
    }
  }
}
