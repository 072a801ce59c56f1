package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects rows that the feed does not tell enough about and asks for them in batches, several at
 * once. Whoever adds waits when all are under way. Used by one thread.
 */
final class Histories implements ChangesRouter.Deferred, Closeable {
  private static final int MOST_REVISIONS = 500;
  private static final long MOST_BYTES = 4 << 20;

  private final Source source;
  private final Workers workers;
  private final BlockingQueue<Revisions> free;
  private final BlockingQueue<RevisionReader> idle;
  private final int mostRevisions;
  private @Nullable Revisions collected;

  /**
   * The database from which histories are read, and the sink that gets them.
   *
   * @param origin what has named them
   */
  record Source(
      DatabaseWire database,
      DatabaseWire origin,
      Settings settings,
      Function<DatabaseWire, ? extends LeafSink> sinks,
      Tally tally) {
    RevisionReader reader() {
      return new RevisionReader(database, origin, settings, sinks.apply(origin), tally);
    }
  }

  /**
   * @param averageSize bytes of a document of this database; 0 if not known
   */
  Histories(Source source, long averageSize) {
    this.source = source;
    int parallel = source.settings().parallel();
    this.workers = new Workers("backup revisions", parallel);
    this.free = new ArrayBlockingQueue<>(parallel + 1);
    this.idle = new ArrayBlockingQueue<>(parallel);
    for (int i = 0; i <= parallel; i++) {
      free.add(new Revisions());
    }
    long fitting = averageSize <= 0 ? MOST_REVISIONS : MOST_BYTES / averageSize;
    mostRevisions = (int) Math.max(10, Math.min(MOST_REVISIONS, fitting));
  }

  @Override
  public void add(ChangesRow row) throws IOException {
    Revisions current = current();
    current.add(row);
    submitIfFull(current);
  }

  private Revisions current() throws IOException {
    Revisions current = collected;
    if (current == null) {
      current = workers.take(free);
      current.clear();
      collected = current;
    }
    return current;
  }

  private void submitIfFull(Revisions current) throws IOException {
    if (current.count() >= mostRevisions || current.estimate() >= MOST_BYTES) {
      submit(current);
    }
  }

  /** Adds some leaves of a document. */
  void add(String id, Collection<String> revs) throws IOException {
    Revisions current = current();
    current.add(id, revs);
    submitIfFull(current);
  }

  /** Asks for what is left and waits for all. */
  void finish() throws IOException {
    Revisions rest = collected;
    if (rest != null) {
      submit(rest);
    }
    workers.finish();
  }

  private void submit(Revisions revisions) throws IOException {
    collected = null;
    workers.submit(() -> read(revisions));
  }

  private @Nullable Void read(Revisions revisions) throws IOException {
    RevisionReader reader = idle.poll();
    if (reader == null) {
      reader = source.reader();
    }
    reader.read(revisions);
    idle.add(reader);
    free.add(revisions);
    return null;
  }

  /** Stops what is under way. */
  @Override
  public void close() {
    workers.close();
  }
}
