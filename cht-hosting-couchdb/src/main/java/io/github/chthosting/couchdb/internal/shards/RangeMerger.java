package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.StepHandler;

/** Merges ranges that overlap; see {@link OverlapMerge}. */
public record RangeMerger(Wire wire, MoveSettings settings) implements StepHandler<MergeRanges> {
  @Override
  public void run(MergeRanges step, Marks marks, WorkContext context) {
    merge(step, marks, context).run();
  }

  @Override
  public void rollBack(MergeRanges step, Marks marks, WorkContext context) {
    merge(step, marks, context).rollBack();
  }

  private OverlapMerge merge(MergeRanges step, Marks marks, WorkContext context) {
    return new OverlapMerge(wire, step, settings.mapLimit(), settings.quiet(), marks, context);
  }
}
