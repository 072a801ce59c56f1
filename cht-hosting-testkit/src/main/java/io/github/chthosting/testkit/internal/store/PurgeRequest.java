package io.github.chthosting.testkit.internal.store;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Leaves of one document to be forgotten.
 *
 * @param uuid of the purge, the same on each copy: none does it twice
 */
public record PurgeRequest(String uuid, String id, List<Rev> revs) {
  public PurgeRequest {
    revs = List.copyOf(revs);
  }

  /** A purge that somebody asks for now. */
  public PurgeRequest(String id, List<Rev> revs) {
    this(newId(), id, revs);
  }

  static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** The revisions among these that are leaves of a document, in order. */
  List<Rev> leavesOf(RevisionTree tree) {
    Set<Rev> asked = Set.copyOf(revs);
    return tree.branches().stream().map(Branch::rev).filter(asked::contains).sorted().toList();
  }
}
