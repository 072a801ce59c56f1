package io.github.chthosting.testkit.internal.store;

import java.io.IOException;
import java.io.InputStream;

/** Takes bytes of unknown length and keeps them: few in memory, many in a file. Thread-safe. */
public interface BlobSpool {

  /** Reads {@code bytes} to its end. */
  Blob keep(InputStream bytes) throws IOException;
}
