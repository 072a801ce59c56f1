package io.github.chthosting.couchdb.internal.rows;

import java.util.Arrays;

/** A list of slices of an array, used again without garbage. Not thread-safe. */
public final class Slices {
  private int[] bounds = new int[16];
  private int count;

  void clear() {
    count = 0;
  }

  void add(int start, int end) {
    if (2 * count == bounds.length) {
      bounds = Arrays.copyOf(bounds, bounds.length * 2);
    }
    bounds[2 * count] = start;
    bounds[2 * count + 1] = end;
    count++;
  }

  public int count() {
    return count;
  }

  public int start(int index) {
    return bounds[2 * index];
  }

  public int end(int index) {
    return bounds[2 * index + 1];
  }
}
