package io.github.chthosting.couchdb.shards;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * A part of the hashes of document ids, both ends included. Hashes are CRC-32 (IEEE), 0 to
 * ffffffff.
 *
 * @param first lowest hash
 * @param last highest hash
 */
public record ShardRange(long first, long last) implements Comparable<ShardRange> {
  /** The highest hash. */
  public static final long HIGHEST = 0xffff_ffffL;

  public ShardRange {
    if (first < 0 || first > last || last > HIGHEST) {
      throw new IllegalArgumentException("not a range of hashes: " + first + " to " + last);
    }
  }

  /**
   * Reads {@code 00000000-7fffffff}.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public static ShardRange parse(String text) {
    if (!text.matches("[0-9a-f]{8}-[0-9a-f]{8}")) {
      throw new IllegalArgumentException("not a range of hashes: " + text);
    }
    return new ShardRange(
        HexFormat.fromHexDigitsToLong(text, 0, 8), HexFormat.fromHexDigitsToLong(text, 9, 17));
  }

  /** Returns the hash of a text in UTF-8, as CouchDB's {@code mem3_hash:crc32} has it. */
  public static long hash(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  /** Returns whether {@code hash} lies in it. */
  public boolean contains(long hash) {
    return first <= hash && hash <= last;
  }

  /** Returns whether both have a hash in common. */
  public boolean overlaps(ShardRange other) {
    return first <= other.last && other.first <= last;
  }

  @Override
  public int compareTo(ShardRange other) {
    int byFirst = Long.compare(first, other.first);
    return byFirst != 0 ? byFirst : Long.compare(last, other.last);
  }

  /** Returns the range as CouchDB writes it: {@code 00000000-7fffffff}. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits((int) first) + "-" + hex.toHexDigits((int) last);
  }
}
