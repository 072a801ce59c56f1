package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** A store of which some objects give zeros for ever. */
final class SlowStore implements BackupStore {
  private final BackupStore store;
  private final String end;
  private final Semaphore reads = new Semaphore(0);

  SlowStore(BackupStore store, String end) {
    this.store = store;
    this.end = end;
  }

  /** Waits until such an object is being read. */
  void awaitRead() throws InterruptedException {
    reads.acquire();
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
    if (!name.endsWith(end)) {
      return store.open(name, offset);
    }
    reads.release();
    return new InputStream() {
      @Override
      public int read() {
        return 0;
      }

      @Override
      public int read(byte[] bytes, int start, int length) {
        LockSupport.parkNanos(1_000_000);
        return 1; // so little, and so slowly, that no limit ends it soon
      }
    };
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
