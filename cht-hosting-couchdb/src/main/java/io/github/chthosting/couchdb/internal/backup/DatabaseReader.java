package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.DatabaseInfo;
import java.io.IOException;
import java.util.function.Supplier;

/** Reads every leaf of a database, with its history, once. */
public final class DatabaseReader {
  private static final int LOOKS = 4;

  private final DatabaseWire database;
  private final Settings settings;

  public DatabaseReader(DatabaseWire database, Settings settings) {
    this.database = database;
    this.settings = settings;
  }

  /**
   * Gives every leaf to one of the sinks that {@code sinks} makes, each used by one thread at a
   * time. Returns the sequence up to which it has read.
   */
  public String read(DatabaseInfo info, Supplier<? extends LeafSink> sinks, Tally tally)
      throws IOException {
    long documents = info.documents() + info.deleted();
    long average = documents == 0 ? 0 : info.sizes().external() / documents;
    RevisionReader.Factory readers =
        () -> new RevisionReader(database, settings, sinks.get(), tally);
    try (Histories histories = new Histories(readers, settings.parallel(), average);
        Feed feed = new Feed(database, settings, documents)) {
      ChangesRouter router = new ChangesRouter(sinks.get(), histories, tally);
      String lastSeq = feed.read(router::route);
      for (int look = 1; look <= LOOKS && isShort(tally); look++) {
        Pauses.before(look);
        lastSeq = feed.read(router::route);
      }
      tally.changed(feed.takenAgain());
      histories.finish();
      return lastSeq;
    }
  }

  /**
   * The feed is of one copy of each range, which may not have yet what was acknowledged by others;
   * measured with n=3: the four documents of a range, half a second after they were written.
   */
  private boolean isShort(Tally tally) {
    DatabaseInfo now = DatabaseInfo.of(database.info());
    return tally.documents() < now.documents() + now.deleted();
  }
}
