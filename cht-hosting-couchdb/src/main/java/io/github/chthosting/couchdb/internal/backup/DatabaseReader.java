package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.DatabaseInfo;
import java.io.IOException;
import java.util.function.Supplier;

/** Reads every leaf of a database, with its history, once. */
public final class DatabaseReader {
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
    RevisionReader.Factory readers = () -> new RevisionReader(database, settings, sinks.get());
    try (Histories histories = new Histories(readers, settings.parallel(), average)) {
      ChangesRouter router = new ChangesRouter(sinks.get(), histories, tally);
      String lastSeq = new Feed(database, settings, documents).read(router::route);
      histories.finish();
      return lastSeq;
    }
  }
}
