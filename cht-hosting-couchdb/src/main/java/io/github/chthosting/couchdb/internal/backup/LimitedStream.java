package io.github.chthosting.couchdb.internal.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** A stream that may have so many bytes and no more, and ends when its thread is interrupted. */
final class LimitedStream extends FilterInputStream {
  private final long most;
  private long count;

  LimitedStream(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  /** Bytes read so far. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    int read = super.read(bytes, offset, length);
    count += Math.max(0, read);
    if (count > most) {
      throw new TooLongException(most);
    }
    return read;
  }

  /** More came than was said. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(long most) {
      super("it has more than the " + most + " bytes that its manifest says");
    }
  }
}
