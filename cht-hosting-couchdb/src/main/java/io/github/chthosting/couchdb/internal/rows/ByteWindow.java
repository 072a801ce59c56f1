package io.github.chthosting.couchdb.internal.rows;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * A window on a stream of bytes: an array that is used again and again, in which the bytes from
 * {@link #start()} to {@link #limit()} are not consumed yet. Grows only when one row is longer than
 * it. Not thread-safe.
 */
public final class ByteWindow {
  private static final int INITIAL = 256 << 10;

  private static final int LIVE = 16 << 10;

  /** Nanoseconds after which a read has waited for the network, so that we are the faster side. */
  private static final long WAITED = 20_000;

  /**
   * Nanoseconds to let more arrive then. CouchDB sends little pieces; being woken for each costs
   * more than all that is done with them. A fifth of this cost a quarter of a CPU second for
   * 100,000 documents; twice of it slowed the server.
   */
  private static final long GATHERING = 1_000_000;

  /** Memory that one row may take at most: several are read at a time. */
  private static final long MOST = Math.max(INITIAL, Runtime.getRuntime().maxMemory() / 8);

  private final InputStream in;
  private final int longest;
  private final long patience;
  private final boolean live;
  private byte[] bytes;
  private int start;
  private int limit;
  private long consumed;

  /**
   * @param longest bytes that one row may have
   * @param patience how long the window may take to fill before the stream counts as standing still
   */
  public ByteWindow(InputStream in, int longest, Duration patience) {
    this(in, new byte[Math.min(INITIAL, longest)], longest, patience);
  }

  /** A window as above, on an array that was used before. */
  public ByteWindow(InputStream in, byte[] buffer, int longest, Duration patience) {
    this(in, buffer, longest, patience.toNanos(), false);
  }

  private ByteWindow(InputStream in, byte[] buffer, int longest, long patience, boolean live) {
    this.in = in;
    this.longest = (int) Math.min(longest, MOST);
    this.patience = patience;
    this.live = live;
    this.bytes = buffer;
  }

  /**
   * A window on a stream that waits for events: what came is given at once, silence is no fault.
   */
  public static ByteWindow live(InputStream in, int longest) {
    return new ByteWindow(in, new byte[Math.min(LIVE, longest)], longest, Long.MAX_VALUE, true);
  }

  boolean isLive() {
    return live;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int start() {
    return start;
  }

  public int limit() {
    return limit;
  }

  /** Bytes of the stream before {@link #start()}. */
  public long consumed() {
    return consumed;
  }

  /** Consumes the bytes before {@code index}. */
  public void startAt(int index) {
    consumed += index - start;
    start = index;
  }

  /**
   * Reads until the window is full or the stream ends, or once if it is live, keeping what is not
   * consumed. Indices from before are no longer valid.
   *
   * @return false if the stream has ended and nothing was added
   * @throws TruncatedException if it does not get full in time
   * @throws MalformedJsonException if what is not consumed has the greatest length already
   */
  public boolean more() throws IOException {
    makeRoom();
    int before = limit;
    long since = System.nanoTime();
    while (limit < bytes.length) {
      long asked = System.nanoTime();
      int count = in.read(bytes, limit, bytes.length - limit);
      if (count < 0) {
        break;
      }
      limit += count;
      if (live) {
        break;
      }
      long now = System.nanoTime();
      if (now - asked > WAITED && limit < bytes.length) {
        LockSupport.parkNanos(GATHERING);
      }
      if (now - since > patience) {
        throw new TruncatedException(
            "only " + (limit - before) + " bytes in " + Duration.ofNanos(patience) + position());
      }
    }
    return limit > before;
  }

  private void makeRoom() throws IOException {
    if (start > 0) {
      System.arraycopy(bytes, start, bytes, 0, limit - start);
      limit -= start;
      start = 0;
    } else if (limit == bytes.length) {
      if (bytes.length >= longest) {
        throw new MalformedJsonException(
            "a row is longer than "
                + longest
                + " bytes"
                + (longest == MOST ? ", the most that this memory allows (java -Xmx)" : "")
                + position());
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(longest, bytes.length * 2L));
    }
  }

  /** The position, for messages: {@code ", at byte 1234"}. */
  public String position() {
    return ", at byte " + consumed;
  }
}
