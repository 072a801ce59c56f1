package io.github.chthosting.couchdb.internal;

import io.github.chthosting.couchdb.internal.rows.Bytes;
import io.github.chthosting.couchdb.internal.rows.JsonValueScanner;
import io.github.chthosting.couchdb.internal.rows.MalformedJsonException;
import io.github.chthosting.couchdb.internal.rows.Members;
import io.github.chthosting.couchdb.internal.rows.Row;
import io.github.chthosting.couchdb.internal.rows.ServerErrorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * A row of {@code _local_docs} with its document as bytes, which may be nested as deep as CouchDB
 * takes it. Not thread-safe.
 */
public final class LocalRow implements Row {
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
    if (members.over(source, start, end).find("doc") && source[members.valueStart()] == '{') {
      docStart = members.valueStart();
      docEnd = members.valueEnd();
    } else if (!DatabaseContents.isOfDatabase(id)) {
      throw failure(source, start, end);
    }
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

  private String ofDocument(String name) throws IOException {
    return text(bytes, docStart, docEnd, name);
  }

  /** The document's id. */
  public String id() throws IOException {
    return id.isEmpty() ? ofDocument("_id") : id;
  }

  /** The document's revision, {@code 0-N}; empty if it tells none. */
  public String rev() throws IOException {
    return hasDocument() ? ofDocument("_rev") : "";
  }

  /** Says what the document is. */
  DatabaseContents.Local kind() throws IOException {
    Set<String> names = new HashSet<>();
    members.over(bytes, docStart, docEnd);
    while (members.next()) {
      names.add(members.name());
    }
    return DatabaseContents.local(id(), names::contains);
  }

  /** Returns whether the document came with the row; CouchDB before 3.4 leaves out its own. */
  public boolean hasDocument() {
    return docStart >= 0;
  }

  /** Returns whether it is of use elsewhere. What CouchDB keeps about its files is not. */
  public boolean isData() throws IOException {
    return hasDocument() && !DatabaseContents.isOfDatabase(id());
  }

  public byte[] bytes() {
    return bytes;
  }

  public int docStart() {
    return docStart;
  }

  public int docEnd() {
    return docEnd;
  }

  /** Returns the document on top of another revision, or of none where that is empty. */
  byte[] document(String rev) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream(docEnd - docStart + 32);
    json.write('{');
    if (!rev.isEmpty()) {
      json.writeBytes(("\"_rev\":\"" + rev + "\"").getBytes(StandardCharsets.US_ASCII));
    }
    members.over(bytes, docStart, docEnd);
    while (members.next()) {
      if (!members.is("_rev")) {
        if (json.size() > 1) {
          json.write(',');
        }
        json.write(bytes, members.nameStart(), members.valueEnd() - members.nameStart());
      }
    }
    json.write('}');
    return json.toByteArray();
  }
}
