package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and hashes what goes to the store. Not thread-safe. */
final class HashedUpload extends OutputStream {
  private final BackupStore.Upload upload;
  private final MessageDigest sha256 = Hash.sha256();
  private long bytes;

  HashedUpload(BackupStore.Upload upload) {
    this.upload = upload;
  }

  @Override
  public void write(int b) throws IOException {
    upload.write(b);
    sha256.update((byte) b);
    bytes++;
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    upload.write(source, offset, length);
    sha256.update(source, offset, length);
    bytes += length;
  }

  /** Bytes so far. */
  long bytes() {
    return bytes;
  }

  /** Makes the object durable; returns its SHA-256 in hex. */
  String commit() throws IOException {
    upload.commit();
    return Hash.hex(sha256);
  }

  /** Discards the object unless it was committed. */
  @Override
  public void close() throws IOException {
    upload.close();
  }
}
