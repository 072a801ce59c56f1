package io.github.chthosting.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes that a thread may take from the network for one piece of an answer. OkHttp reads the
 * line with a chunk's size, and interim answers, whatever their length; without an end these would
 * take all memory long before a time limit. A piece is the head of an answer, or one read of its
 * body, for which OkHttp takes some kilobytes.
 */
final class ReadAllowance {
  /** OkHttp itself refuses headers above 256 KiB. */
  static final int BYTES = 4 << 20;

  // Reads of HTTP/1.1 happen in the thread that asks for them.
  private static final ThreadLocal<ReadAllowance> CURRENT =
      ThreadLocal.withInitial(ReadAllowance::new);

  private long left = Long.MAX_VALUE;

  private ReadAllowance() {}

  /** Begins a piece. */
  static void renew() {
    CURRENT.get().left = BYTES;
  }

  /** Returns a socket's stream that fails once a piece took too much. */
  static InputStream counted(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        CURRENT.get().take(count);
        return count;
      }
    };
  }

  private void take(int count) throws IOException {
    left -= count;
    if (left < 0) {
      throw new EndlessAnswerException();
    }
  }

  /** An answer of which {@link #BYTES} came without anything that is of use. */
  static final class EndlessAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    EndlessAnswerException() {
      super((BYTES >> 20) + " MiB of the answer came, all without content");
    }
  }
}
