package io.github.chthosting.testkit.internal.store;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that stay: in memory when few, in a file when many. Immutable, thread-safe. */
public interface Blob {

  /** Bytes. */
  long length();

  /** A stream of all bytes, as often as asked. */
  InputStream open() throws IOException;
}
