package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.util.List;

/**
 * Takes ranges out of a map that overlap with a whole ring of others, once all that they hold is in
 * those.
 *
 * @param db the database
 * @param ring all copies of ranges that have every hash once
 * @param surplus all copies of the others
 * @param deleteFiles whether their files are deleted at the end
 */
@StepName("merge-ranges")
public record MergeRanges(
    String db, List<Placement> ring, List<Placement> surplus, boolean deleteFiles) implements Step {
  public MergeRanges {
    ring = List.copyOf(ring);
    surplus = List.copyOf(surplus);
  }

  @Override
  public String describe() {
    return "merge the ranges of %s that overlap into the others%s\n%s"
        .formatted(
            db, deleteFiles ? ", and delete their files" : "", Placement.lines(surplus, "leaves"));
  }
}
