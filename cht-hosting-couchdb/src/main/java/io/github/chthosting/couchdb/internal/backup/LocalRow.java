package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.rows.Bytes;
import io.github.chthosting.couchdb.internal.rows.JsonValueScanner;
import io.github.chthosting.couchdb.internal.rows.MalformedJsonException;
import io.github.chthosting.couchdb.internal.rows.Members;
import io.github.chthosting.couchdb.internal.rows.Row;
import io.github.chthosting.couchdb.internal.rows.ServerErrorException;
import java.io.IOException;

/** A row of {@code _local_docs} with its document. Not thread-safe. */
final class LocalRow implements Row {
  private final JsonValueScanner containers = new JsonValueScanner();
  private final Members members = new Members();
  private byte[] bytes = {};
  private String id = "";
  private int docStart;
  private int docEnd;

  @Override
  public int parse(byte[] source, int start, int limit) throws IOException {
    int end = Bytes.valueEnd(source, start, limit, containers);
    if (end < 0) {
      return -1;
    }
    bytes = source;
    docStart = -1;
    docEnd = -1;
    id = members.over(source, start, end).find("id") ? members.text() : "";
    if (DatabaseContents.isOfDatabase(id)) {
      return end;
    }
    if (!members.over(source, start, end).find("doc") || source[members.valueStart()] != '{') {
      throw failure(source, start, end);
    }
    docStart = members.valueStart();
    docEnd = members.valueEnd();
    return end;
  }

  /** A row that is CouchDB's error, or nothing that it would send. */
  private IOException failure(byte[] source, int start, int end) throws IOException {
    String error = text(source, start, end, "error");
    return error.isEmpty()
        ? new MalformedJsonException("a row of _local_docs without its document")
        : new ServerErrorException(error, text(source, start, end, "reason"));
  }

  private String text(byte[] source, int start, int end, String name) throws IOException {
    return members.over(source, start, end).find(name) ? members.text() : "";
  }

  /** The document's id. */
  String id() throws IOException {
    return id.isEmpty() && members.over(bytes, docStart, docEnd).find("_id") ? members.text() : id;
  }

  /**
   * Returns whether it is of use elsewhere. What CouchDB keeps about its files is not, and may
   * lack.
   */
  boolean isData() {
    return docStart >= 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int docStart() {
    return docStart;
  }

  int docEnd() {
    return docEnd;
  }
}
