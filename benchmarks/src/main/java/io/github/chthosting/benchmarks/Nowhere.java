package io.github.chthosting.benchmarks;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** A store that takes everything and keeps nothing. */
final class Nowhere implements BackupStore {
  @Override
  public String location() {
    return "nowhere";
  }

  @Override
  public List<String> list() {
    return List.of();
  }

  @Override
  public InputStream open(String name, long offset) throws IOException {
    throw new NoSuchFileException(name);
  }

  @Override
  public void delete(String name) {}

  @Override
  public Upload create(String name) {
    return new Upload() {
      @Override
      public void write(int b) {}

      @Override
      public void write(byte[] bytes, int offset, int length) {}

      @Override
      public void commit() {}

      @Override
      public void close() {}
    };
  }
}
