package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.backup.report.BackupIncompleteException;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import java.io.IOException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every leaf of a database, with its history, once. By the database's own feed, which is of
 * one copy of each range, where all copies have as much; else range by range, copy by copy.
 */
public final class DatabaseReader {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseReader.class);
  private static final int LOOKS = 4;

  private final DatabaseWire database;
  private final Settings settings;

  public DatabaseReader(DatabaseWire database, Settings settings) {
    this.database = database;
    this.settings = settings;
  }

  /**
   * Gives every leaf to one of the sinks that {@code sinks} makes for what it is read from, each
   * used by one thread at a time. Returns the sequence up to which it has read.
   *
   * @throws BackupIncompleteException if it is known that documents are missing, and the settings
   *     do not allow that
   */
  public String read(
      DatabaseInfo info, Function<DatabaseWire, ? extends LeafSink> sinks, Tally tally)
      throws IOException {
    long documents = info.documents() + info.deleted();
    long average = documents == 0 ? 0 : info.sizes().external() / documents;
    SourceCopies copies = SourceCopies.of(database);
    if (!copies.unread().isEmpty()) {
      incomplete("too few copies of ranges could be read: " + copies.unread(), tally);
    }
    if (copies.areBehind()) {
      LOG.warn("{}: copies differ, all are read: {}", database.name(), copies);
      for (Range range : copies.ranges()) {
        new RangeReader(database, settings, sinks, tally, average).read(range);
      }
      return info.updateSequence();
    }
    Histories.Source all = new Histories.Source(database, database, settings, sinks, tally);
    try (Histories histories = new Histories(all, average);
        Feed feed = new Feed(database, settings, documents)) {
      ChangesRouter router = new ChangesRouter(sinks.apply(database), histories, tally);
      String lastSeq = feed.read(router::route);
      for (int look = 1; look <= LOOKS && tally.documents() < now(); look++) {
        Pauses.before(look);
        lastSeq = feed.read(router::route);
      }
      tally.changed(feed.takenAgain());
      histories.finish();
      requireAll(copies, documents, tally);
      return lastSeq;
    }
  }

  /**
   * The feed is of one copy of each range, which may not have yet what was acknowledged by others;
   * measured with n=3: the four documents of a range, half a second after they were written.
   */
  private long now() {
    DatabaseInfo now = DatabaseInfo.of(database.info());
    return now.documents() + now.deleted();
  }

  /**
   * Requires that all documents have come that were there at the beginning and still are; purges
   * make it fewer.
   */
  private void requireAll(SourceCopies copies, long before, Tally tally) {
    if (tally.documents() < Math.max(before, copies.rows())) {
      long least = Math.min(Math.max(before, copies.rows()), Math.max(now(), copies.rowsNow()));
      if (tally.documents() < least) {
        String words = "the feed has brought %d of %d documents, deleted ones included. Copies: %s";
        incomplete(words.formatted(tally.documents(), least, copies), tally);
      }
    }
  }

  private void incomplete(String why, Tally tally) {
    if (!settings.incomplete()) {
      throw new BackupIncompleteException(database.name(), why);
    }
    LOG.warn("{} is read incompletely: {}", database.name(), why);
    tally.incomplete(why);
  }
}
