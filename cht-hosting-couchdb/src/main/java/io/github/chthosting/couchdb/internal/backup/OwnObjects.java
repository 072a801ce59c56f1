package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** A store that knows which objects were begun through it. Thread-safe. */
final class OwnObjects implements BackupStore {
  private final BackupStore store;
  private final Set<String> names = new ConcurrentSkipListSet<>();

  OwnObjects(BackupStore store) {
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
    Upload upload = store.create(name);
    // Only now: what another has created is not ours to delete.
    names.add(name);
    return upload;
  }

  @Override
  public void delete(String name) throws IOException {
    store.delete(name);
    names.remove(name);
  }

  /** Deletes what was begun here and nothing else. */
  void deleteAll() throws IOException {
    for (String name : names) {
      delete(name);
    }
  }
}
