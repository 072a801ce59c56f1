package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Members;
import java.io.IOException;

/**
 * Sends each row of the feed where it belongs: a leaf of generation 1 without attachments is
 * complete as it came; everything else has a history or attachments that must be asked for. Not
 * thread-safe.
 */
public final class ChangesRouter {
  private final LeafSink leaves;
  private final Deferred deferred;
  private final Tally tally;
  private final Members members = new Members();

  /** Takes rows that the feed does not tell enough about. */
  @FunctionalInterface
  public interface Deferred {
    void add(ChangesRow row) throws IOException;
  }

  public ChangesRouter(LeafSink leaves, Deferred deferred, Tally tally) {
    this.leaves = leaves;
    this.deferred = deferred;
    this.tally = tally;
  }

  /** Routes one row. Returns whether it was complete. */
  public boolean route(ChangesRow row) throws IOException {
    tally.row(row);
    if (!row.isFirstGeneration() || !row.docIsLeaf() || hasAttachments(row)) {
      deferred.add(row);
      return false;
    }
    leaves.leaf(row.bytes(), row.docStart(), row.docEnd(), false, row.mayHaveControls());
    return true;
  }

  private boolean hasAttachments(ChangesRow row) throws IOException {
    return row.mayHaveAttachments()
        && members.over(row.bytes(), row.docStart(), row.docEnd()).find("_attachments");
  }
}
