package io.github.chthosting.couchdb.backup.report;

/**
 * A leaf that the target did not take.
 *
 * @param id of the document
 * @param rev of the leaf; empty if CouchDB did not name it
 * @param error CouchDB's, such as {@code forbidden}
 * @param reason CouchDB's
 */
public record RejectedDocument(String id, String rev, String error, String reason) {

  @Override
  public String toString() {
    return id + " " + rev + ": " + error + " - " + reason;
  }
}
