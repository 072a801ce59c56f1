package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.couchdb.internal.rows.Members;
import io.github.chthosting.couchdb.internal.rows.ServerErrorException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The beginning of a document that is passed on unread: what is an error must not become one. */
final class FirstBytes {
  private static final int MOST = 4096;

  private FirstBytes() {}

  /**
   * Returns the whole body, if it does not say that reading the document has failed.
   *
   * @throws ServerErrorException if it does
   */
  static InputStream requireDocument(InputStream body, String type) throws IOException {
    if (!type.startsWith("application/json")) {
      return body;
    }
    BufferedInputStream whole = new BufferedInputStream(body, MOST);
    whole.mark(MOST);
    byte[] first = whole.readNBytes(MOST);
    whole.reset();
    if (first.length < MOST) {
      requireDocument(first);
    }
    return whole;
  }

  private static void requireDocument(byte[] json) throws IOException {
    Members members = new Members().over(json, 0, json.length);
    String error = "";
    String reason = "";
    while (members.next()) {
      if (members.is("_id")) {
        return;
      }
      error = members.is("error") ? members.text() : error;
      reason = members.is("reason") ? members.text() : reason;
    }
    throw new ServerErrorException(error.isEmpty() ? "no document" : error, reason);
  }
}
