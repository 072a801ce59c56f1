package io.github.chthosting.couchdb.internal.backup;

import java.io.IOException;

/** Takes leaf revisions that are complete, with their histories. */
@FunctionalInterface
public interface LeafSink {

  /**
   * Takes a document; its bytes are valid until this returns.
   *
   * @param mayBeAttached whether it may have attachments
   * @param mayHaveControls whether it may have newlines between its members
   */
  void leaf(byte[] bytes, int start, int end, boolean mayBeAttached, boolean mayHaveControls)
      throws IOException;
}
