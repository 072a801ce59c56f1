package io.github.chthosting.testkit.internal.store;

import java.util.List;

/** Leaves of one document to be forgotten. */
public record PurgeRequest(String id, List<Rev> revs) {
  public PurgeRequest {
    revs = List.copyOf(revs);
  }
}
