package io.github.chthosting.testkit.internal.store;

import java.util.List;

/**
 * The rules for writing a batch.
 *
 * @param replicated whether revisions are taken as they come
 * @param functionsKnown whether the shard knows by now which functions it has to ask
 * @param limit how many revisions are kept
 */
record BatchRules(boolean replicated, Validation validation, boolean functionsKnown, long limit) {

  /**
   * Returns whether the documents are read before they are written. CouchDB spares itself that
   * where nothing has to be validated, and then does not see that a revision to be replaced never
   * was.
   */
  boolean readsFirst(List<DocumentEdit> edits) {
    return !functionsKnown || validation.any() || edits.stream().anyMatch(BatchRules::isRead);
  }

  private static boolean isRead(DocumentEdit edit) {
    return Ids.isDesign(edit.id()) || !edit.attachments().isEmpty();
  }
}
