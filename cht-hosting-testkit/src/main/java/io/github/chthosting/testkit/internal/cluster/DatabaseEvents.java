package io.github.chthosting.testkit.internal.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened to databases, for {@code _db_updates}: the last event of each kind and database, as
 * {@code _global_changes} keeps them. Not kept when the server ends. Thread-safe.
 */
public final class DatabaseEvents {

  /** Created, updated or deleted. */
  public record Event(long seq, String database, String type) {}

  private final Map<String, Event> events = new LinkedHashMap<>();
  private long seq;

  synchronized void add(String database, String type) {
    if (database.equals("_global_changes")
        || database.equals("_dbs")
        || database.equals("_nodes")) {
      return;
    }
    String key = type + ":" + database;
    events.remove(key);
    seq++;
    events.put(key, new Event(seq, database, type));
    notifyAll();
  }

  /** Those after {@code since}, in order. */
  public synchronized List<Event> after(long since) {
    return events.values().stream().filter(event -> event.seq() > since).toList();
  }

  /** The sequence of the last one. */
  public synchronized long last() {
    return seq;
  }

  /** Waits for one after {@code since}; false if there was none in time. */
  public synchronized boolean await(long since, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (seq <= since) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
