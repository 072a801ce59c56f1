package io.github.chthosting.testkit.internal.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps a shard in a file, so that a killed process finds on its next start what was acknowledged.
 * Used under the shard's lock.
 */
final class ShardFile implements Persistence {
  private static final int COMPACTION_FRAME = 4 << 20;

  private final Path file;
  private final BlobFolder blobs;
  private ShardLog log;

  private ShardFile(Path file, BlobFolder blobs, ShardLog log) {
    this.file = file;
    this.blobs = blobs;
    this.log = log;
  }

  /** Opens or creates the file, and brings state and settings to what it holds. */
  static ShardFile open(Path file, BlobFolder blobs, ShardState state, ShardSettings settings) {
    RecordReader.Sink sink = new Replay(state, settings);
    try {
      ShardLog log =
          ShardLog.open(
              file, (l, offset, bytes) -> new RecordReader(l, blobs, offset, bytes).read(sink));
      return new ShardFile(file, blobs, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<DocumentRecord> write(List<DocumentRecord> changed, List<String> removed) {
    RecordWriter writer = new RecordWriter(log, blobs);
    List<DocumentRecord> stored = new ArrayList<>(changed.size());
    changed.forEach(record -> stored.add(writer.document(record)));
    removed.forEach(writer::removed);
    writer.append();
    return stored;
  }

  @Override
  public void local(LocalDocument document, boolean deleted) {
    RecordWriter writer = new RecordWriter(log, blobs);
    writer.local(document, deleted);
    writer.append();
  }

  @Override
  public void settings(ShardSettings settings) {
    RecordWriter writer = new RecordWriter(log, blobs);
    writer.settings(settings.toJson());
    writer.append();
  }

  @Override
  public long size() {
    return log.size();
  }

  // The old file stays open for readers that hold its bodies; it goes when they are gone.
  @Override
  public List<DocumentRecord> compact(
      List<DocumentRecord> all, List<LocalDocument> locals, ShardSettings settings) {
    Path fresh = file.resolveSibling(file.getFileName() + ".compact");
    try {
      Files.deleteIfExists(fresh);
      ShardLog compacted = ShardLog.open(fresh, (l, offset, bytes) -> {});
      List<DocumentRecord> stored = copy(compacted, all, locals, settings);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      log = compacted;
      blobs.retain(files(stored));
      return stored;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<DocumentRecord> copy(
      ShardLog to, List<DocumentRecord> all, List<LocalDocument> locals, ShardSettings settings) {
    List<DocumentRecord> stored = new ArrayList<>(all.size());
    RecordWriter writer = new RecordWriter(to, blobs);
    writer.settings(settings.toJson());
    for (LocalDocument document : locals) {
      writer.local(document, false);
    }
    for (DocumentRecord record : all) {
      stored.add(writer.document(record));
      if (writer.size() > COMPACTION_FRAME) {
        writer.append();
        writer = new RecordWriter(to, blobs);
      }
    }
    writer.append();
    return stored;
  }

  private static Set<Path> files(List<DocumentRecord> all) {
    Set<Path> used = new HashSet<>();
    for (DocumentRecord record : all) {
      for (Branch branch : record.tree().branches()) {
        for (Attachment attachment : branch.leaf().attachments()) {
          if (attachment.content() instanceof FileBlob blob) {
            used.add(blob.file());
          }
        }
      }
    }
    return used;
  }

  @Override
  public void close() {
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete() {
    close();
    try {
      Files.deleteIfExists(file);
      blobs.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Brings a shard to what its file says, frame by frame. */
  private record Replay(ShardState state, ShardSettings settings) implements RecordReader.Sink {
    @Override
    public void document(DocumentRecord record) {
      state.put(record);
      state.publish(Math.max(state.seq(), record.seq()));
    }

    @Override
    public void removed(String id) {
      state.remove(id);
    }

    @Override
    public void local(LocalDocument document, boolean deleted) {
      if (deleted) {
        state.locals().remove(document.id());
      } else {
        state.locals().put(document.id(), document);
      }
    }

    @Override
    public void settings(byte[] json) {
      settings.fromJson(json);
      state.publish(Math.max(state.seq(), settings.updateSeq()));
    }
  }
}
