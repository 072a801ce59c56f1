package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.Members;
import java.io.IOException;

/**
 * Sends each row of the feed where it belongs: a leaf of generation 1 without attachments is
 * complete as it came; everything else has a history or attachments that must be asked for. Not
 * thread-safe.
 */
public final class ChangesRouter {
  private final LineSink documents;
  private final LineSink designs;
  private final Deferred deferred;
  private final Tally tally;
  private final Members members = new Members();

  /** Takes rows that the feed does not tell enough about. */
  @FunctionalInterface
  public interface Deferred {
    void add(ChangesRow row) throws IOException;
  }

  public ChangesRouter(LineSink documents, LineSink designs, Deferred deferred, Tally tally) {
    this.documents = documents;
    this.designs = designs;
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
    boolean design = isDesign(row.bytes(), row.idStart(), row.idEnd());
    LineSink sink = design ? designs : documents;
    if (row.mayHaveControls()) {
      sink.joined(row.bytes(), row.docStart(), row.docEnd());
    } else {
      sink.line(row.bytes(), row.docStart(), row.docEnd());
    }
    tally.leaf(design);
    return true;
  }

  private boolean hasAttachments(ChangesRow row) throws IOException {
    return row.mayHaveAttachments()
        && members.over(row.bytes(), row.docStart(), row.docEnd()).find("_attachments");
  }

  /** Whether an id, as JSON spells it, is that of a design document. */
  static boolean isDesign(byte[] bytes, int start, int end) {
    return end - start > 8
        && bytes[start] == '_'
        && Json.unescape(bytes, start, end).startsWith("_design/");
  }
}
