package io.github.chthosting.testkit.internal.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Few bytes, in memory. */
final class MemoryBlob implements Blob {
  private final byte[] bytes;

  MemoryBlob(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }
}
