package io.github.chthosting.testkit.internal.store;

import java.util.List;
import java.util.Set;

/** Leaves of one document to be forgotten. */
public record PurgeRequest(String id, List<Rev> revs) {
  public PurgeRequest {
    revs = List.copyOf(revs);
  }

  /** The revisions among these that are leaves of a document, in order. */
  List<Rev> leavesOf(RevisionTree tree) {
    Set<Rev> asked = Set.copyOf(revs);
    return tree.branches().stream().map(Branch::rev).filter(asked::contains).sorted().toList();
  }
}
