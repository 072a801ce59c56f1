package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A store whose objects of one kind go to a device that is always full: the system's own error. */
final class FullDeviceStore extends StoreSeam {
  private final String kind;

  FullDeviceStore(BackupStore store, String kind) {
    super(store);
    this.kind = kind;
  }

  @Override
  public Upload create(String name) throws IOException {
    Upload upload = store.create(name);
    return name.contains(kind) ? new Full(upload) : upload;
  }

  private static final class Full extends BackupStore.Upload {
    private final BackupStore.Upload upload;
    private final OutputStream full = new FileOutputStream("/dev/full");

    Full(BackupStore.Upload upload) throws IOException {
      this.upload = upload;
    }

    @Override
    public void write(int b) throws IOException {
      full.write(b);
    }

    @Override
    public void commit() throws IOException {
      upload.commit();
    }

    @Override
    public void close() throws IOException {
      full.close();
      upload.close();
    }
  }
}
