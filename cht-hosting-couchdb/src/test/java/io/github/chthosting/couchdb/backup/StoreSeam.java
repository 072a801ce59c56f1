package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A store that passes everything on to another one, for tests that change one part of it. */
class StoreSeam implements BackupStore {
  final BackupStore store;

  StoreSeam(BackupStore store) {
    this.store = store;
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public List<String> list() throws IOException {
    return store.list();
  }

  @Override
  public InputStream open(String name, long offset) throws IOException {
    return store.open(name, offset);
  }

  @Override
  public Upload create(String name) throws IOException {
    return store.create(name);
  }

  @Override
  public void delete(String name) throws IOException {
    store.delete(name);
  }
}
