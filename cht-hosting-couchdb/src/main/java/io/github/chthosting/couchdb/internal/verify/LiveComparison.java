package io.github.chthosting.couchdb.internal.verify;

import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.internal.backup.DatabaseWire;
import io.github.chthosting.couchdb.internal.backup.Meter;
import io.github.chthosting.couchdb.internal.backup.PartReader;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Compares a database of a backup with a live one: every leaf, with its history, content and the
 * digests of its attachments, in both directions. Both are read once, and once more if they differ,
 * to say where.
 */
final class LiveComparison {
  private static final Set<Kind> LEAVES = EnumSet.of(Kind.DOCUMENTS, Kind.ATTACHED, Kind.DESIGNS);

  /** Leaves after which progress is shown. */
  private static final long SHOWN = 1000;

  private final BackupStore store;
  private final DatabaseManifest manifest;
  private final DatabaseWire database;
  private final String name;
  private final Meter meter;

  LiveComparison(
      BackupStore store,
      DatabaseManifest manifest,
      DatabaseWire database,
      String name,
      Meter meter) {
    this.store = store;
    this.manifest = manifest;
    this.database = database;
    this.name = name;
    this.meter = meter;
  }

  /** Adds the first differences to {@code listed}. */
  LeafComparison.Found compare(List<Difference> listed) throws IOException {
    LeafComparison.Side live = LeafComparison.live(database);
    LeafComparison.Found found =
        new LeafComparison(this::ofBackup, taker -> ofLive(live, taker), database::unknown)
            .compare(name, listed);
    return found;
  }

  private void ofBackup(Consumer<Leaf> taker) throws IOException {
    meter.phase("reading the backup of " + manifest.name());
    Leaf leaf = new Leaf();
    for (Part part : manifest.parts()) {
      if (LEAVES.contains(part.kind())) {
        PartReader.lines(
            store,
            part,
            (bytes, start, end) -> {
              leaf.read(bytes, start, end);
              taker.accept(leaf);
            });
        meter.add(part.rows(), part.content());
      }
    }
  }

  private void ofLive(LeafComparison.Side live, Consumer<Leaf> taker) throws IOException {
    meter.phase("reading " + name);
    AtomicLong leaves = new AtomicLong();
    live.read(
        leaf -> {
          taker.accept(leaf);
          if (leaves.incrementAndGet() % SHOWN == 0) {
            meter.add(SHOWN, 0);
          }
        });
    meter.add(leaves.get() % SHOWN, 0);
  }
}
