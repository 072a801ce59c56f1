package io.github.chthosting.testkit.internal.store;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Changes up to the moment the cursor was opened: each document once, at its last change. Used by
 * one thread.
 */
public interface ChangesCursor {

  /** The next document in order of sequence, or null at the end. */
  @Nullable StoredDocument next();

  /**
   * The sequence after the last document that {@link #next()} gave (at the start: {@code since}): a
   * number on a shard, an opaque string of a clustered database. May be costly there: ask only if
   * it is printed.
   */
  JsonNode seq();

  /** Returns how many documents {@link #next()} has still to give. */
  long pending();
}
