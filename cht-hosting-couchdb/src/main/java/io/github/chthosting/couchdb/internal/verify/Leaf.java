package io.github.chthosting.couchdb.internal.verify;

import io.github.chthosting.couchdb.internal.rows.CanonicalHash;
import io.github.chthosting.couchdb.internal.rows.Members;
import java.io.IOException;

/**
 * Reads of a leaf what is compared: its id, its revision and a hash of everything that it says. Not
 * thread-safe.
 */
public final class Leaf {
  private final CanonicalHash hash = new CanonicalHash();
  private final Members members = new Members();
  private String id = "";
  private String rev = "";

  /** Reads a document. */
  void read(byte[] bytes, int start, int end) throws IOException {
    id = "";
    rev = "";
    members.over(bytes, start, end);
    while ((id.isEmpty() || rev.isEmpty()) && members.next()) {
      if (members.is("_id")) {
        id = members.text();
      } else if (members.is("_rev")) {
        rev = members.text();
      }
    }
    if (id.isEmpty() || rev.isEmpty()) {
      throw new IOException("a document without _id or _rev");
    }
    hash.document(bytes, start, end, rev.startsWith("1-"));
  }

  String id() {
    return id;
  }

  String rev() {
    return rev;
  }

  boolean deleted() {
    return hash.deleted();
  }

  boolean attached() {
    return hash.attached();
  }

  long a() {
    return hash.a();
  }

  long b() {
    return hash.b();
  }
}
