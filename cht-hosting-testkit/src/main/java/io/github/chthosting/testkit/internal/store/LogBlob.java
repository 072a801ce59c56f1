package io.github.chthosting.testkit.internal.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A small attachment in a shard's file. */
record LogBlob(ShardLog log, long offset, int size) implements Blob {

  @Override
  public long length() {
    return size;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(log.read(offset, size));
  }
}
