package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.Compression;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of one kind: a new one is begun when one has its size. Not thread-safe. */
public final class PartSeries implements Closeable {
  private final BackupStore store;
  private final String folder;
  private final Kind kind;
  private final Compression compression;
  private final long partSize;
  private final List<Part> parts = new ArrayList<>();
  private @Nullable Open open;

  /**
   * @param partSize bytes before compression after which a new part is begun
   */
  public PartSeries(
      BackupStore store, String folder, Kind kind, Compression compression, long partSize) {
    this.store = store;
    this.folder = folder;
    this.kind = kind;
    this.compression = compression;
    this.partSize = partSize;
  }

  /** Writes whole lines. */
  public void write(byte[] bytes, int length, int rows) throws IOException {
    Open part = open;
    if (part == null) {
      part = new Open();
      open = part;
    }
    part.out.write(bytes, 0, length);
    part.content += length;
    part.rows += rows;
    if (part.content >= partSize) {
      endPart();
    }
  }

  /** Ends the last part. Returns all of them. */
  public List<Part> finish() throws IOException {
    endPart();
    return List.copyOf(parts);
  }

  private void endPart() throws IOException {
    Open part = open;
    if (part != null) {
      parts.add(part.end());
      open = null;
    }
  }

  /** Discards a part that was not ended. */
  @Override
  public void close() throws IOException {
    Open part = open;
    open = null;
    if (part != null) {
      part.discard();
    }
  }

  private final class Open {
    private final String name;
    private final HashedUpload upload;
    private final OutputStream out;
    private long content;
    private long rows;

    Open() throws IOException {
      name =
          "%s/%s-%06d.ndjson%s"
              .formatted(folder, kind.word(), parts.size() + 1, compression.method().extension());
      upload = new HashedUpload(store.create(name));
      out = Codec.compress(compression, new Unclosed(upload));
    }

    Part end() throws IOException {
      out.close();
      String sha256 = upload.commit();
      upload.close();
      return new Part(kind, name, rows, upload.bytes(), content, sha256);
    }

    void discard() throws IOException {
      try (upload) {
        out.close();
      }
    }
  }

  /** The compressor's end is not the object's: that ends with its commit. */
  private static final class Unclosed extends OutputStream {
    private final OutputStream out;

    Unclosed(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }
  }
}
