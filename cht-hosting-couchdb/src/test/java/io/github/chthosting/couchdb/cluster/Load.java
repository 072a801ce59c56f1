package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writers, readers, followers and a counter on one database, who remember all that they see. */
final class Load implements AutoCloseable {
  private final CouchDb couch;
  private final String database;
  private final long initial;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final List<String> ids = new CopyOnWriteArrayList<>();
  private final AtomicLong created = new AtomicLong();
  private final AtomicLong attempted = new AtomicLong();
  private volatile boolean writing = true;
  private volatile boolean stopped;

  final AtomicLong writes = new AtomicLong();
  final AtomicLong reads = new AtomicLong();
  final AtomicLong counts = new AtomicLong();
  final AtomicLong repeated = new AtomicLong();
  final AtomicLong shortBy = new AtomicLong();
  final AtomicLong shortNanos = new AtomicLong();
  final Queue<String> failedWrites = new ConcurrentLinkedQueue<>();
  final Queue<String> missingReads = new ConcurrentLinkedQueue<>();
  final List<Map<String, Set<String>>> followed = new CopyOnWriteArrayList<>();

  Load(CouchDb couch, String database) {
    this.couch = couch;
    this.database = database;
    this.initial = couch.database(database).info().documents();
  }

  /** Starts everybody, each at a node of its own choice. */
  Load start(int writers, int readers, int followers) {
    // Before the first write: what a follower does not see from the beginning it would not miss.
    for (int i = 0; i < followers; i++) {
      CouchDb node = couch.at(i % couch.addresses().size());
      String since =
          node.request("GET", database, "_changes")
              .query("since", "now")
              .json()
              .path("last_seq")
              .asString("");
      thread(() -> follow(node, since));
    }
    for (int i = 0; i < writers; i++) {
      int number = i;
      thread(() -> write(number, database(number)));
    }
    for (int i = 0; i < readers; i++) {
      int number = i;
      thread(() -> read(new Random(number), database(number)));
    }
    thread(() -> count(database(1)));
    return this;
  }

  private Database database(int number) {
    return couch.at(number % couch.addresses().size()).database(database);
  }

  private void thread(Runnable work) {
    Thread thread = new Thread(work, "load-" + threads.size());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void write(int writer, Database db) {
    for (int i = 0; writing; i++) {
      String id = "w%d-%06d".formatted(writer, i);
      boolean first = put(db, id, null);
      if (first && i % 2 == 0) {
        put(db, id, acknowledged.get(id));
      }
    }
  }

  private boolean put(Database db, String id, @Nullable String rev) {
    try {
      Map<String, Object> body = new HashMap<>(Map.of("type", "load", "text", "x".repeat(300)));
      if (rev != null) {
        body.put("_rev", rev);
      } else {
        attempted.incrementAndGet();
      }
      String next = db.put(id, body);
      acknowledged.put(id, next);
      if (rev == null) {
        created.incrementAndGet();
        ids.add(id);
      }
      writes.incrementAndGet();
      return true;
    } catch (HostingException e) {
      failedWrites.add(id + ": " + e.getMessage());
      return false;
    }
  }

  private void read(Random random, Database db) {
    while (!stopped) {
      int known = ids.size();
      if (known == 0) {
        continue;
      }
      // Mostly what was just written: that is where a copy that lags would show.
      int index = random.nextBoolean() ? known - 1 : random.nextInt(known);
      String id = ids.get(index);
      String atLeast = String.valueOf(acknowledged.get(id));
      try {
        Document document = db.get(id);
        reads.incrementAndGet();
        if (generation(document.rev().orElse("0-")) < generation(atLeast)) {
          missingReads.add(id + ": stale, " + atLeast + " was acknowledged");
        }
      } catch (NotFoundException e) {
        missingReads.add(id + ": " + e.getMessage());
      } catch (HostingException e) {
        missingReads.add(id + " failed: " + e.getMessage());
      }
    }
  }

  private static int generation(String rev) {
    return Integer.parseInt(rev.substring(0, rev.indexOf('-')));
  }

  private void follow(CouchDb node, String from) {
    Map<String, Set<String>> seen = new HashMap<>();
    followed.add(seen);
    String since = from;
    while (!stopped || writing) {
      JsonNode page =
          node.request("GET", database, "_changes")
              .query("since", since)
              .query("feed", "longpoll")
              .query("timeout", 500)
              .query("limit", 500)
              .json();
      for (JsonNode row : page.path("results")) {
        String rev = row.path("changes").path(0).path("rev").asString("");
        if (!seen.computeIfAbsent(row.path("id").asString(""), id -> new HashSet<>()).add(rev)) {
          repeated.incrementAndGet();
        }
      }
      since = page.path("last_seq").asString("");
    }
  }

  private void count(Database db) {
    long shortSince = 0;
    while (!stopped) {
      long atLeast = initial + created.get();
      long found = db.info().documents();
      counts.incrementAndGet();
      long now = System.nanoTime();
      if (found < atLeast) {
        shortBy.accumulateAndGet(atLeast - found, Math::max);
        shortSince = shortSince == 0 ? now : shortSince;
        shortNanos.accumulateAndGet(now - shortSince, Math::max);
      } else {
        shortSince = 0;
      }
    }
  }

  /** Ends the writing, lets the followers catch up, and ends everybody. */
  @Override
  public void close() {
    try {
      writing = false;
      Thread.sleep(3000);
      stopped = true;
      for (Thread thread : threads) {
        thread.join(30_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Acknowledged documents that are not there, or older than acknowledged. */
  List<String> lost() {
    List<String> lost = new ArrayList<>();
    Database db = couch.database(database);
    acknowledged.forEach(
        (id, rev) -> {
          int found = db.find(id).flatMap(Document::rev).map(Load::generation).orElse(0);
          if (found < generation(rev)) {
            lost.add(id);
          }
        });
    return lost;
  }

  long created() {
    return created.get();
  }

  @Override
  public String toString() {
    return "%d writes, %d reads, %d counts; failed writes %d, missing reads %d, rows repeated %d, count short by %d for %d ms"
        .formatted(
            writes.get(),
            reads.get(),
            counts.get(),
            failedWrites.size(),
            missingReads.size(),
            repeated.get(),
            shortBy.get(),
            shortNanos.get() / 1_000_000);
  }
}
