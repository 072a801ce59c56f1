package io.github.chthosting.plan;

import java.util.Map;

/**
 * The notes that a step keeps about its progress. A mark is on disk when {@link #put} returns.
 * Thread-safe.
 */
public interface Marks {

  /** Returns all marks of this step, the latest of each name, from earlier runs too. */
  Map<String, String> all();

  /** Writes one down. */
  void put(String name, String value);
}
