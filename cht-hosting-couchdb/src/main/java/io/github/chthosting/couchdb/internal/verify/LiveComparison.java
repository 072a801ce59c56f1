package io.github.chthosting.couchdb.internal.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.backup.BackupStore;
import io.github.chthosting.couchdb.backup.DatabaseManifest;
import io.github.chthosting.couchdb.backup.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.DatabaseManifest.Part;
import io.github.chthosting.couchdb.backup.Difference;
import io.github.chthosting.couchdb.internal.backup.DatabaseReader;
import io.github.chthosting.couchdb.internal.backup.DatabaseWire;
import io.github.chthosting.couchdb.internal.backup.LeafSink;
import io.github.chthosting.couchdb.internal.backup.Meter;
import io.github.chthosting.couchdb.internal.backup.PartReader;
import io.github.chthosting.couchdb.internal.backup.Settings;
import io.github.chthosting.couchdb.internal.backup.Tally;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares a database of a backup with a live one: every leaf, with its history, content and the
 * digests of its attachments, in both directions. Both are read once, and once more if they differ,
 * to say where.
 */
final class LiveComparison {
  private static final Set<Kind> LEAVES = EnumSet.of(Kind.DOCUMENTS, Kind.ATTACHED, Kind.DESIGNS);

  private final BackupStore store;
  private final DatabaseManifest manifest;
  private final DatabaseWire database;
  private final String name;
  private final Settings settings = Settings.defaults();
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

  /**
   * What was found.
   *
   * @param leaves of both sides
   * @param differences at least
   */
  record Found(long leaves, long differences) {}

  /** Adds the first differences to {@code listed}. */
  Found compare(List<Difference> listed) throws IOException {
    Sums sums = new Sums();
    ofBackup(sums::add);
    ofLive(sums::subtract);
    Details details = new Details(sums);
    long differences = security(listed);
    if (!details.isEmpty()) {
      ofBackup(details::ofBackup);
      ofLive(details::ofLive);
      differences += details.compare(name, listed);
    }
    return new Found(sums.total(), differences);
  }

  private long security(List<Difference> listed) {
    JsonNode live = database.get("_security");
    if (live.equals(manifest.security())) {
      return 0;
    }
    listed.add(new Difference(name, Difference.Kind.SECURITY, "_security", ""));
    return 1;
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

  private void ofLive(Consumer<Leaf> taker) throws IOException {
    meter.phase("reading " + name);
    DatabaseInfo info = DatabaseInfo.of(database.info());
    Tally tally = new Tally();
    new DatabaseReader(database, settings).read(info, () -> sink(taker), tally);
  }

  private static LeafSink sink(Consumer<Leaf> taker) {
    Leaf leaf = new Leaf();
    return (bytes, start, end, mayBeAttached, mayHaveControls) -> {
      leaf.read(bytes, start, end);
      taker.accept(leaf);
    };
  }
}
