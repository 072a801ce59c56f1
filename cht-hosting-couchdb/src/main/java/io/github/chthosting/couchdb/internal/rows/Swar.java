package io.github.chthosting.couchdb.internal.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time in one long, the first byte in the lowest lane. */
final class Swar {
  static final long ONES = 0x0101010101010101L;
  static final long HIGHS = 0x8080808080808080L;
  static final long QUOTES = ONES * '"';
  static final long BACKSLASHES = ONES * '\\';
  static final long NEWLINES = ONES * '\n';

  private static final long LOWS = 0x7F7F7F7F7F7F7F7FL;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Swar() {}

  static long word(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** 0x80 in each lane of {@code x} that is zero, and in no other. */
  static long zeros(long x) {
    return ~(((x & LOWS) + LOWS) | x | LOWS);
  }

  /**
   * A mask that is zero exactly if no lane of {@code x} is zero. Its lowest set lane is right,
   * those above may not be. Two operations cheaper than {@link #zeros}.
   */
  static long firstZero(long x) {
    return (x - ONES) & ~x & HIGHS;
  }

  /** The lowest lane that is set in a mask of 0x80s. */
  static int lane(long mask) {
    return Long.numberOfTrailingZeros(mask) >>> 3;
  }

  /**
   * Returns how many lanes are set in a mask of 0x80s: Long.bitCount, where the quick compiler
   * runs.
   */
  static int count(long mask) {
    return (int) (((mask >>> 7) * ONES) >>> 56);
  }
}
