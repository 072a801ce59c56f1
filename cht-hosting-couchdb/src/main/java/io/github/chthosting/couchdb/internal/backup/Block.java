package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;

/** Whole lines on their way to a part, in an array that is used again. */
public final class Block {
  /** Large enough that handing it over costs nothing, small enough for the processor's cache. */
  public static final int SIZE = 256 << 10;

  private byte[] bytes;
  private final boolean pooled;
  private int length;
  private int rows;
  private Kind kind = Kind.DOCUMENTS;

  public Block(int size, boolean pooled) {
    this.bytes = new byte[size];
    this.pooled = pooled;
  }

  /** Empties it, for lines of that kind. */
  public void reset(Kind newKind) {
    kind = newKind;
    length = 0;
    rows = 0;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  int rows() {
    return rows;
  }

  Kind kind() {
    return kind;
  }

  boolean pooled() {
    return pooled;
  }

  int room() {
    return bytes.length - length;
  }

  void append(byte[] source, int start, int end) {
    System.arraycopy(source, start, bytes, length, end - start);
    length += end - start;
  }

  void append(byte b) {
    bytes[length++] = b;
  }

  void endRow() {
    bytes[length++] = '\n';
    rows++;
  }
}
