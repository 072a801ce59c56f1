package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.Slices;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a range of which copies do not hold the same: all of the fullest copy, and of the others
 * what that one has never seen. Used by one thread.
 */
final class RangeReader {
  private static final int AT_ONCE = 500;

  private final DatabaseWire database;
  private final Settings settings;
  private final Function<DatabaseWire, ? extends LeafSink> sinks;
  private final Tally tally;
  private final long average;

  RangeReader(
      DatabaseWire database,
      Settings settings,
      Function<DatabaseWire, ? extends LeafSink> sinks,
      Tally tally,
      long average) {
    this.database = database;
    this.settings = settings;
    this.sinks = sinks;
    this.tally = tally;
    this.average = average;
  }

  void read(Range range) throws IOException {
    List<Copy> copies =
        range.copies().stream()
            .filter(copy -> copy.info().isPresent())
            .sorted(Comparator.comparingLong(copy -> -copy.rows()))
            .toList();
    if (!copies.isEmpty()) {
      Copy fullest = copies.get(0);
      all(fullest);
      for (Copy copy : copies.subList(1, copies.size())) {
        if (copy.rows() > 0) {
          unknown(copy, database.of(fullest.file()));
        }
      }
    }
  }

  private Histories histories(DatabaseWire file) {
    return new Histories(new Histories.Source(database, file, settings, sinks, tally), average);
  }

  private void all(Copy copy) throws IOException {
    DatabaseWire file = database.of(copy.file());
    try (Histories histories = histories(file);
        Feed feed = new Feed(file, settings, copy.rows())) {
      ChangesRouter router = new ChangesRouter(sinks.apply(file), histories, tally);
      feed.read(router::route);
      tally.changed(feed.takenAgain());
      histories.finish();
    }
  }

  private void unknown(Copy copy, DatabaseWire fullest) throws IOException {
    DatabaseWire file = database.of(copy.file());
    Map<String, List<String>> asked = new LinkedHashMap<>();
    try (Histories histories = histories(file);
        Feed feed = new Feed(file, settings, copy.rows())) {
      feed.read(
          row -> {
            asked.put(Json.unescape(row.bytes(), row.idStart(), row.idEnd()), leaves(row));
            if (asked.size() == AT_ONCE) {
              add(fullest.unknown(asked), histories);
              asked.clear();
            }
            // Of no use with its document: the feed then goes on without.
            return false;
          });
      add(fullest.unknown(asked), histories);
      histories.finish();
    }
  }

  private void add(Map<String, Set<String>> unknown, Histories histories) throws IOException {
    for (Map.Entry<String, Set<String>> one : unknown.entrySet()) {
      tally.perhapsAnother();
      histories.add(one.getKey(), one.getValue());
    }
  }

  private static List<String> leaves(ChangesRow row) {
    Slices leaves = row.leaves();
    List<String> revs = new ArrayList<>(leaves.count());
    for (int i = 0; i < leaves.count(); i++) {
      revs.add(Json.unescape(row.bytes(), leaves.start(i), leaves.end(i)));
    }
    return revs;
  }
}
