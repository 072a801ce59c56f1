package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Collects lines of one kind in blocks. Thread-safe. */
public final class LineSink {
  private final Blocks blocks;
  private final Kind kind;
  private @Nullable Block block;

  public LineSink(Blocks blocks, Kind kind) {
    this.blocks = blocks;
    this.kind = kind;
  }

  /** Adds the bytes as a line. */
  public synchronized void line(byte[] bytes, int start, int end) throws IOException {
    Block current = room(end - start + 1);
    current.append(bytes, start, end);
    current.endRow();
  }

  /**
   * Adds a JSON value that may be spread over several lines as one: bytes below 0x20 are white
   * space between its tokens, never part of a string.
   */
  public synchronized void joined(byte[] bytes, int start, int end) throws IOException {
    Block current = room(end - start + 1);
    for (int i = start; i < end; i++) {
      if (bytes[i] < 0 || bytes[i] >= ' ') {
        current.append(bytes[i]);
      }
    }
    current.endRow();
  }

  /** Hands over what is collected. */
  public synchronized void flush() throws IOException {
    Block current = block;
    block = null;
    if (current != null) {
      blocks.put(current);
    }
  }

  private Block room(int size) throws IOException {
    Block current = block;
    if (current != null && current.room() >= size) {
      return current;
    }
    flush();
    Block next = blocks.take(kind, size);
    block = next;
    return next;
  }
}
