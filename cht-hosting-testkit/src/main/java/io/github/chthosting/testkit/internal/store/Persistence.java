package io.github.chthosting.testkit.internal.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The place to which a shard's writes go before they are acknowledged. Used under the shard's lock.
 */
interface Persistence {

  /** Keeps documents that changed or were purged, all or none; returns the former as kept. */
  List<DocumentRecord> write(List<DocumentRecord> changed, List<String> removed);

  void local(LocalDocument document, boolean deleted);

  void settings(ShardSettings settings);

  /** Bytes on disk. */
  long size();

  /** Keeps just these; returns them as kept. */
  List<DocumentRecord> compact(
      List<DocumentRecord> all, List<LocalDocument> locals, ShardSettings settings);

  void close();

  /** Closes, and deletes all that was kept. */
  void delete();

  /** Persistence in memory: nothing but large attachments is on disk, until it is closed. */
  static Persistence memory(BlobFolder blobs) {
    return new Persistence() {
      @Override
      public List<DocumentRecord> write(List<DocumentRecord> changed, List<String> removed) {
        return new OwnBlobs(blobs).adopt(changed);
      }

      @Override
      public void local(LocalDocument document, boolean deleted) {}

      @Override
      public void settings(ShardSettings settings) {}

      @Override
      public long size() {
        return 0;
      }

      @Override
      public List<DocumentRecord> compact(
          List<DocumentRecord> all, List<LocalDocument> locals, ShardSettings settings) {
        return all;
      }

      @Override
      public void close() {
        delete();
      }

      @Override
      public void delete() {
        try {
          blobs.delete();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
