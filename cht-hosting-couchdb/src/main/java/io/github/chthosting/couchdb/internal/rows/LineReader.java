package io.github.chthosting.couchdb.internal.rows;

import java.io.IOException;

/** Pulls lines from a stream, each ended by a newline. Not thread-safe. */
public final class LineReader {
  private final ByteWindow window;
  private int lineStart;
  private int lineEnd;

  public LineReader(ByteWindow window) {
    this.window = window;
  }

  /**
   * Moves to the next line.
   *
   * @return false at the end of the stream
   * @throws TruncatedException if the last line has no newline
   */
  public boolean next() throws IOException {
    int searched = 0;
    while (true) {
      int newline = Bytes.newline(window.bytes(), window.start() + searched, window.limit());
      if (newline >= 0) {
        lineStart = window.start();
        lineEnd = newline;
        window.startAt(newline + 1);
        return true;
      }
      searched = window.limit() - window.start();
      if (!window.more()) {
        if (searched > 0) {
          throw new TruncatedException("the last line is cut" + window.position());
        }
        return false;
      }
    }
  }

  /** The array that the line is in, until the next call. */
  public byte[] bytes() {
    return window.bytes();
  }

  public int start() {
    return lineStart;
  }

  /** The index of the newline. */
  public int end() {
    return lineEnd;
  }
}
