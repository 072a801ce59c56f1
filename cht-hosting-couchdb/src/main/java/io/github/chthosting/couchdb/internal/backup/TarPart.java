package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import java.io.Closeable;
import java.io.IOException;

/** One archive being written. Not thread-safe. */
final class TarPart implements Closeable {
  private final String folder;
  private final String shortName;
  private final HashedUpload upload;
  private long size;
  private long content;
  private int members;

  TarPart(BackupStore store, String folder, String shortName) throws IOException {
    this.folder = folder;
    this.shortName = shortName;
    this.upload = new HashedUpload(store.create(folder + "/" + shortName));
  }

  String shortName() {
    return shortName;
  }

  long content() {
    return content;
  }

  /** Writes the header; returns where the content will begin. */
  long begin(String name, long length) throws IOException {
    put(Tar.header(name, length), Tar.BLOCK);
    size = length;
    members++;
    return upload.bytes();
  }

  void write(byte[] bytes, int length) throws IOException {
    put(bytes, length);
    content += length;
  }

  void endMember() throws IOException {
    put(new byte[Tar.BLOCK], Tar.padding(size));
  }

  private void put(byte[] bytes, int length) throws IOException {
    try {
      upload.write(bytes, 0, length);
    } catch (IOException e) {
      throw new Handoff.WriterFailedException(e);
    }
  }

  Part end() throws IOException {
    put(new byte[2 * Tar.BLOCK], 2 * Tar.BLOCK);
    return new Part(
        Kind.ATTACHMENTS, folder + "/" + shortName, members, upload.bytes(), content, commit());
  }

  /**
   * Returns what fails here is the store, not the answer that was read: asking again does not help.
   */
  private String commit() throws IOException {
    try (upload) {
      return upload.commit();
    } catch (IOException e) {
      throw new Handoff.WriterFailedException(e);
    }
  }

  @Override
  public void close() throws IOException {
    upload.close();
  }
}
