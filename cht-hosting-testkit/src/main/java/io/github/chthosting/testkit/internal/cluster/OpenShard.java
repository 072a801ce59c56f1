package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.store.LocalDatabase;

/** A copy of a range that answers. */
public record OpenShard(ShardCopy copy, LocalDatabase file) {

  /** The position of the shard as part of a sequence of the whole database. */
  PackedSequence.Part part(long sequence) {
    return PackedSequence.Part.of(
        copy.node(), copy.range(), sequence, file.uuid().substring(0, PackedSequence.UUID_DIGITS));
  }
}
