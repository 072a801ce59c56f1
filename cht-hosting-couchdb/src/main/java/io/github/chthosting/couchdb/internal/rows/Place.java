package io.github.chthosting.couchdb.internal.rows;

/** The role of an object or array of a document in a backup. */
enum Place {
  DOCUMENT,
  ATTACHMENTS,
  ATTACHMENT,
  OTHER,
  ARRAY;

  /** Returns what the object that a member holds is. */
  Place of(byte[] bytes, int nameStart, int nameEnd) {
    if (this == DOCUMENT && Bytes.same(bytes, nameStart, nameEnd, "_attachments")) {
      return ATTACHMENTS;
    }
    return this == ATTACHMENTS ? ATTACHMENT : OTHER;
  }

  /**
   * Returns whether a member says something of the document. The history of a first generation is
   * the revision itself, and CouchDB does not always tell it. How an attachment came and where the
   * backup has it are not the document's.
   */
  boolean counts(byte[] bytes, int nameStart, int nameEnd, boolean firstGeneration) {
    return switch (this) {
      case DOCUMENT -> !(firstGeneration && Bytes.same(bytes, nameStart, nameEnd, "_revisions"));
      case ATTACHMENT ->
          !Bytes.same(bytes, nameStart, nameEnd, "stored")
              && !Bytes.same(bytes, nameStart, nameEnd, "stub");
      case ATTACHMENTS, OTHER, ARRAY -> true;
    };
  }
}
