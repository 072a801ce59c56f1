package io.github.chthosting.couchdb.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A stream that remembers its last bytes: CouchDB reports an error in the middle of an answer as a
 * last line behind what was sent so far.
 */
final class TailStream extends FilterInputStream {
  private static final int KEPT = 8 << 10;

  /** Memory that one element may take at most. */
  private static final long MOST = Runtime.getRuntime().maxMemory() / 8;

  private final byte[] ring = new byte[KEPT];
  private long count;
  private long begun;

  TailStream(InputStream in) {
    super(in);
  }

  /** An element was taken: the next one begins about here. */
  void taken() {
    begun = count;
  }

  private void requireRoom() throws IOException {
    if (count - begun > MOST) {
      throw new IOException(
          "one element is longer than " + MOST + " bytes, the most that this memory allows");
    }
  }

  @Override
  public int read() throws IOException {
    requireRoom();
    int next = super.read();
    if (next >= 0) {
      ring[(int) (count++ % KEPT)] = (byte) next;
    }
    return next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    requireRoom();
    int read = super.read(bytes, offset, length);
    if (read > 0) {
      keep(bytes, offset, read);
    }
    return read;
  }

  private void keep(byte[] bytes, int offset, int read) {
    int kept = Math.min(read, KEPT);
    count += read - kept;
    int from = offset + read - kept;
    int start = (int) (count % KEPT);
    int first = Math.min(kept, KEPT - start);
    System.arraycopy(bytes, from, ring, start, first);
    System.arraycopy(bytes, from + first, ring, 0, kept - first);
    count += kept;
  }

  /**
   * Reads on to the end, but no further than an error's line can reach, and returns the last line.
   */
  String lastLine() throws IOException {
    byte[] rest = new byte[KEPT];
    for (int total = 0, read = 0; read >= 0 && total < KEPT; total += Math.max(0, read)) {
      read = read(rest, 0, KEPT - total);
    }
    String tail = tail().strip();
    return tail.substring(tail.lastIndexOf('\n') + 1);
  }

  private String tail() {
    int length = (int) Math.min(count, KEPT);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((count - length + i) % KEPT)];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
