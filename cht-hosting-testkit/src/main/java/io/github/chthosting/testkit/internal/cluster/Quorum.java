package io.github.chthosting.testkit.internal.cluster;

import org.jspecify.annotations.Nullable;

/** Number of copies that must agree, where a request sets one. */
public record Quorum(@Nullable Integer read, @Nullable Integer write) {
  /** A majority of the copies. */
  public static final Quorum DEFAULT = new Quorum(null, null);

  int read(ShardMap map) {
    return Math.min(map.copiesPerRange(), read == null ? map.quorum() : read);
  }

  int write(ShardMap map) {
    return write == null ? map.quorum() : write;
  }
}
