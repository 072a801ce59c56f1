package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.Compression;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The one who takes blocks, compresses, hashes and stores them. Runs on a thread of its own. */
public final class BlockWriter implements Closeable {
  private final Handoff handoff;
  private final Map<Kind, PartSeries> series = new EnumMap<>(Kind.class);
  private final Tally tally;

  public BlockWriter(
      Handoff handoff,
      BackupStore store,
      String folder,
      Compression compression,
      long partSize,
      Tally tally) {
    this.handoff = handoff;
    this.tally = tally;
    for (Kind kind : List.of(Kind.DOCUMENTS, Kind.ATTACHED, Kind.DESIGNS, Kind.LOCALS)) {
      series.put(kind, new PartSeries(store, folder, kind, compression, partSize));
    }
  }

  /** Writes until the hand-off is closed. Returns the parts, all durable. */
  public List<Part> run() throws IOException {
    try {
      Block block;
      while ((block = handoff.next()) != null) {
        write(block);
        handoff.recycle(block);
      }
      List<Part> parts = new ArrayList<>();
      for (PartSeries one : series.values()) {
        parts.addAll(one.finish());
      }
      return parts;
    } catch (IOException | RuntimeException | Error e) {
      handoff.fail(e);
      throw e;
    }
  }

  private void write(Block block) throws IOException {
    PartSeries target = series.get(block.kind());
    if (target == null) {
      throw new IllegalStateException("no lines of kind " + block.kind());
    }
    target.write(block.bytes(), block.length(), block.rows());
    tally.bytes(block.length());
  }

  /** Discards parts that were not ended. */
  @Override
  public void close() throws IOException {
    for (PartSeries one : series.values()) {
      one.close();
    }
  }
}
