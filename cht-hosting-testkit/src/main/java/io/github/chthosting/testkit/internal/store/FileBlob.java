package io.github.chthosting.testkit.internal.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Many bytes, in a file of their own that nobody changes. */
record FileBlob(Path file, long length) implements Blob {

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(file);
  }
}
