package io.github.chthosting.couchdb.internal.rows;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The hash that says in which range a document is: CRC-32 (IEEE) of its id in UTF-8. In a
 * partitioned database it is of the part before the first colon, unless the id begins with {@code
 * _} (CouchDB's {@code couch_partition:hash/1}). Not thread-safe.
 */
public final class IdHash {
  private final boolean partitioned;
  private final CRC32 crc = new CRC32();

  public IdHash(boolean partitioned) {
    this.partitioned = partitioned;
  }

  /** The hash of an id. */
  public static long of(String id, boolean partitioned) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    return new IdHash(partitioned).of(bytes, 0, bytes.length);
  }

  /**
   * The hash of an id as it stands in JSON between its quotes; servers escape the same id
   * differently.
   */
  public long ofJson(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\\') {
        byte[] id = Json.unescape(bytes, start, end).getBytes(StandardCharsets.UTF_8);
        return of(id, 0, id.length);
      }
    }
    return of(bytes, start, end);
  }

  /** The hash of an id in UTF-8. */
  public long of(byte[] id, int start, int end) {
    crc.reset();
    crc.update(id, start, hashedEnd(id, start, end) - start);
    return crc.getValue();
  }

  private int hashedEnd(byte[] id, int start, int end) {
    boolean whole = !partitioned || start == end || id[start] == '_';
    for (int i = start; !whole && i < end; i++) {
      if (id[i] == ':') {
        return i;
      }
    }
    return end;
  }
}
