package io.github.chthosting.couchdb.maintenance;

import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.couchdb.ActiveTask;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Design;
import io.github.chthosting.couchdb.internal.TaskDatabase;
import io.github.chthosting.couchdb.server.CouchDbException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at the indexes that are being built, again and again: a task that was there and is gone
 * counts as done, so the percentage does not fall when a range is ready. From {@code
 * _active_tasks}, with one request an index for its size. Thread-safe.
 */
public final class IndexWatch {
  private static final int LEAST_FOR_FORECAST = 100;

  private final CouchDb couch;
  private final Map<Key, Seen> seen = new LinkedHashMap<>();

  private record Key(String database, String design, IndexProgress.Kind kind, String index) {}

  /** The observations of one index. */
  private static final class Seen {
    final long since = System.nanoTime();
    final Map<String, long[]> tasks = new LinkedHashMap<>();
    long first = -1;

    long done() {
      return tasks.values().stream().mapToLong(counts -> counts[0]).sum();
    }

    long total() {
      return tasks.values().stream().mapToLong(counts -> counts[1]).sum();
    }
  }

  private IndexWatch(CouchDb couch) {
    this.couch = couch;
  }

  /** Watches that server. Sends nothing yet. */
  public static IndexWatch of(CouchDb couch) {
    return new IndexWatch(couch);
  }

  /** Looks once. Returns what is being built, those that this watch saw finish left out. */
  public synchronized List<IndexProgress> observe() {
    Map<Key, Map<String, long[]>> running = running();
    seen.keySet().retainAll(running.keySet());
    List<IndexProgress> all = new ArrayList<>();
    running.forEach((key, tasks) -> all.add(progress(key, note(key, tasks))));
    return all;
  }

  private Map<Key, Map<String, long[]>> running() {
    Map<Key, Map<String, long[]>> running = new LinkedHashMap<>();
    for (ActiveTask task : couch.activeTasks()) {
      boolean views = task.type().equals("indexer");
      if (views || task.type().equals("search_indexer")) {
        Key key =
            new Key(
                TaskDatabase.of(task.database()),
                TaskDatabase.design(task.design().orElse("")),
                views ? IndexProgress.Kind.VIEWS : IndexProgress.Kind.SEARCH,
                task.json().path("index").asString(""));
        long total = task.json().path("total_changes").asLong(0);
        long done = Math.min(total, task.json().path("changes_done").asLong(0));
        running
            .computeIfAbsent(key, name -> new LinkedHashMap<>())
            .put(task.node() + " " + task.database(), new long[] {done, total});
      }
    }
    return running;
  }

  private Seen note(Key key, Map<String, long[]> tasks) {
    Seen one = seen.computeIfAbsent(key, name -> new Seen());
    one.tasks.forEach(
        (task, counts) -> {
          if (!tasks.containsKey(task)) {
            counts[0] = counts[1];
          }
        });
    one.tasks.putAll(tasks);
    one.first = one.first < 0 ? one.done() : one.first;
    return one;
  }

  private IndexProgress progress(Key key, Seen one) {
    long done = one.done();
    long total = one.total();
    OptionalLong bytes = bytes(key);
    boolean enough = bytes.isPresent() && done * LEAST_FOR_FORECAST >= total && done > 0;
    OptionalLong forecast =
        enough
            ? OptionalLong.of((long) (bytes.getAsLong() * ((double) total / done)))
            : OptionalLong.empty();
    return new IndexProgress(
        key.database,
        key.design,
        key.kind,
        key.index,
        done,
        total,
        remaining(one, done, total),
        bytes,
        forecast);
  }

  private static Optional<Duration> remaining(Seen one, long done, long total) {
    double seconds = (System.nanoTime() - one.since) / 1e9;
    double pace = (done - one.first) / Math.max(seconds, 1e-3);
    return pace <= 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (1000 * (total - done) / pace)));
  }

  private OptionalLong bytes(Key key) {
    Design design = couch.database(key.database).design(key.design);
    try {
      if (key.kind == IndexProgress.Kind.VIEWS) {
        return OptionalLong.of(design.views().sizes().file());
      }
      return OptionalLong.of(
          design.nouveau(key.index).path("search_index").path("disk_size").asLong(0));
    } catch (CouchDbException | UnsupportedVersionException e) {
      // The design document was replaced, or it is an index of Clouseau.
      return OptionalLong.empty();
    }
  }
}
