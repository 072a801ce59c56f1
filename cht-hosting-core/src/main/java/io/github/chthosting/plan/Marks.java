package io.github.chthosting.plan;

import java.util.Map;

/**
 * What a step wrote down about how far it is. A mark is on disk when {@link #put} returns.
 * Thread-safe.
 */
public interface Marks {

  /** All marks of this step, the latest of each name, from earlier runs too. */
  Map<String, String> all();

  /** Writes one down. */
  void put(String name, String value);
}
