package io.github.chthosting.couchdb.internal.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Headers of a tar archive (POSIX ustar), as far as a backup needs them. */
final class Tar {
  static final int BLOCK = 512;

  private static final int NAME = 100;
  private static final int SIZE = 124;
  private static final int SIZE_END = 136;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_END = 156;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final long LARGEST_OCTAL = (1L << 33) - 1;

  private Tar() {}

  /** The header of a file; sizes of 8 GiB and more are written as GNU tar does. */
  static byte[] header(String name, long size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, NAME, "0000644\0" + "0000000\0" + "0000000\0");
    putSize(header, size);
    put(header, SIZE_END, "00000000000\0");
    header[TYPE] = '0';
    put(header, MAGIC, "ustar\00000");
    put(header, CHECKSUM, "        ");
    put(header, CHECKSUM, "%06o\0 ".formatted(sum(header)));
    return header;
  }

  private static void putSize(byte[] header, long size) {
    if (size <= LARGEST_OCTAL) {
      put(header, SIZE, "%011o\0".formatted(size));
      return;
    }
    header[SIZE] = (byte) 0x80;
    for (int i = 0; i < 8; i++) {
      header[SIZE_END - 1 - i] = (byte) (size >>> (8 * i));
    }
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static int sum(byte[] header) {
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    return sum;
  }

  /** Zeros after a file of that size, up to the next block. */
  static int padding(long size) {
    return (int) ((BLOCK - size % BLOCK) % BLOCK);
  }

  /** Returns whether the block has a right checksum, and so is a header. */
  static boolean isHeader(byte[] block) {
    byte[] blanked = block.clone();
    put(blanked, CHECKSUM, "        ");
    return text(block, CHECKSUM, CHECKSUM_END).strip().equals("%06o".formatted(sum(blanked)));
  }

  static String name(byte[] header) {
    return text(header, 0, NAME);
  }

  static long size(byte[] header) throws IOException {
    if (header[SIZE] >= 0) {
      return octal(text(header, SIZE, SIZE_END).strip());
    }
    long size = 0;
    for (int i = SIZE_END - 8; i < SIZE_END; i++) {
      size = (size << 8) | (header[i] & 0xFF);
    }
    return size;
  }

  private static long octal(String digits) throws IOException {
    try {
      return Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("the size of a member is not a number", e);
    }
  }

  private static String text(byte[] header, int start, int end) {
    int stop = start;
    while (stop < end && header[stop] != 0) {
      stop++;
    }
    return new String(header, start, stop - start, StandardCharsets.US_ASCII);
  }
}
