package io.github.chthosting.couchdb.internal.rows;

import java.util.Arrays;

/**
 * The objects and arrays that are open at a place of a JSON text, and what is known of each. On the
 * heap, as CouchDB takes documents that are nested deeper than a thread's stack is. Not
 * thread-safe.
 */
final class Nesting {
  /** A document of 8 MB, CouchDB's limit, cannot be nested deeper: a level takes two bytes. */
  static final int DEEPEST = 4_000_000;

  private static final int WORDS = 4;

  private long[] words = new long[WORDS * 32];
  private byte[] kinds = new byte[32];
  private int depth;

  void clear() {
    depth = 0;
  }

  int depth() {
    return depth;
  }

  /** Opens one of a kind, with what it has summed up so far. */
  void open(int kind, long a, long b) {
    if (depth == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * depth);
      words = Arrays.copyOf(words, 2 * words.length);
    }
    kinds[depth++] = (byte) kind;
    sum(a, b);
  }

  void close() {
    depth--;
  }

  int kind() {
    return kinds[depth - 1];
  }

  void kind(int kind) {
    kinds[depth - 1] = (byte) kind;
  }

  void sum(long a, long b) {
    words[at()] = a;
    words[at() + 1] = b;
  }

  void name(long a, long b) {
    words[at() + 2] = a;
    words[at() + 3] = b;
  }

  long a() {
    return words[at()];
  }

  long b() {
    return words[at() + 1];
  }

  long nameA() {
    return words[at() + 2];
  }

  long nameB() {
    return words[at() + 3];
  }

  private int at() {
    return WORDS * (depth - 1);
  }
}
