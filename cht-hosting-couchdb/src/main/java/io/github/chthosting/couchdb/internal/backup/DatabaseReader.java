package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.backup.report.BackupIncompleteException;
import io.github.chthosting.couchdb.internal.shards.CopiesProof;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import io.github.chthosting.operation.WorkContext;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every leaf of a database, with its history, once. By the database's own feed, which is of
 * one copy of each range, where all copies have the same; else range by range, copy by copy.
 */
public final class DatabaseReader {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseReader.class);
  private static final int LOOKS = 4;

  private final DatabaseWire database;
  private final Settings settings;
  private final Optional<WorkContext> context;

  private DatabaseReader(DatabaseWire database, Settings settings, Optional<WorkContext> context) {
    this.database = database;
    this.settings = settings;
    this.context = context;
  }

  /** A reader that compares the copies of each range before it takes one for all. */
  static DatabaseReader comparing(DatabaseWire database, Settings settings, WorkContext context) {
    return new DatabaseReader(database, settings, Optional.of(context));
  }

  /** A reader of a database of which all copies were proven to hold the same. */
  public static DatabaseReader ofProven(DatabaseWire database) {
    return new DatabaseReader(database, Settings.defaults(), Optional.empty());
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
    if (copies.areBehind() || differ(copies)) {
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

  /** Copies with the same counts may have other documents. */
  private boolean differ(SourceCopies copies) {
    return context
        .map(
            work ->
                CopiesProof.of(
                        database.wire(), database.name(), "backup of " + database.name(), work)
                    .differing(copies.ranges()))
        .filter(ranges -> !ranges.isEmpty())
        .isPresent();
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
