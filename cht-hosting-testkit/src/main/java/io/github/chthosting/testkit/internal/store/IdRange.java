package io.github.chthosting.testkit.internal.store;

import org.jspecify.annotations.Nullable;

/**
 * A range of document ids in the order of their UTF-8 bytes, walked upwards or downwards.
 *
 * @param start the first, or null; with {@code descending} the highest
 * @param end the last, or null
 * @param inclusiveEnd whether {@code end} itself is part of it
 */
public record IdRange(
    @Nullable String start, @Nullable String end, boolean inclusiveEnd, boolean descending) {

  /** Everything, upwards. */
  public static final IdRange ALL = new IdRange(null, null, true, false);
}
