package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/**
 * Writes, changes, deletes and reads while nodes come and go. What failed may have been done or
 * not, and is not counted on; what was acknowledged is.
 */
final class KillLoad implements AutoCloseable {
  private final CouchDb couch;
  private final String database;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /** The least revision of each document, by id, that must be there. */
  final Map<String, Seen> acknowledged = new ConcurrentHashMap<>();

  final Queue<String> missingReads = new ConcurrentLinkedQueue<>();
  final AtomicInteger writes = new AtomicInteger();
  final AtomicInteger failed = new AtomicInteger();

  /**
   * A document's newest revision.
   *
   * @param generation of its winner
   * @param deleted whether that is a deletion
   */
  record Seen(int generation, boolean deleted) {
    static Seen of(String rev, boolean deleted) {
      return new Seen(Integer.parseInt(rev.substring(0, rev.indexOf('-'))), deleted);
    }
  }

  KillLoad(CouchDb couch, String database) {
    this.couch = couch;
    this.database = database;
  }

  KillLoad start(long seed) {
    for (int i = 0; i < 2; i++) {
      int number = i;
      thread(() -> write(number, new Random(seed + number)));
    }
    thread(() -> read(new Random(seed)));
    return this;
  }

  private void thread(Runnable work) {
    Thread thread = new Thread(work, "kill-load");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private Database any(Random random) {
    return couch.at(random.nextInt(couch.addresses().size())).database(database);
  }

  private void write(int writer, Random random) {
    for (int i = 0; !stopped; i++) {
      String id = "w%d-%05d".formatted(writer, i);
      try {
        String rev = any(random).put(id, Map.of("text", "x".repeat(200)));
        acknowledged(id, rev, false);
        if (i % 3 == 1) {
          rev = any(random).put(id, Map.of("_rev", rev, "text", "z".repeat(200)));
          acknowledged(id, rev, false);
        }
        if (i % 5 == 1) {
          acknowledged.remove(id);
          rev = any(random).delete(id, rev);
          acknowledged(id, rev, true);
        }
      } catch (HostingException e) {
        failed.incrementAndGet();
        pause(50);
      }
      pause(4);
    }
  }

  private void acknowledged(String id, String rev, boolean deleted) {
    acknowledged.put(id, Seen.of(rev, deleted));
    writes.incrementAndGet();
  }

  private void read(Random random) {
    while (!stopped) {
      String id = "d%04d".formatted(random.nextInt(KillData.DOCUMENTS));
      try {
        any(random).get(id);
      } catch (NotFoundException e) {
        missingReads.add(id + ": " + e.getMessage());
      } catch (HostingException e) {
        pause(50);
      }
      pause(4);
    }
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 10 minutes");
      }
      pause(200);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The documents that were acknowledged and are not there, read through one address. */
  static List<String> lost(CouchDb node, String database, Map<String, Seen> acknowledged) {
    Map<String, Seen> found = new TreeMap<>();
    for (JsonNode row : node.request("GET", database, "_changes").json().path("results")) {
      String rev = row.path("changes").path(0).path("rev").asString("");
      found.put(row.path("id").asString(""), Seen.of(rev, row.path("deleted").asBoolean(false)));
    }
    List<String> lost = new ArrayList<>();
    acknowledged.forEach(
        (id, seen) -> {
          Seen there = found.getOrDefault(id, new Seen(0, false));
          if (there.generation() < seen.generation()
              || (seen.deleted() && !there.deleted())
              || (there.generation() == seen.generation() && there.deleted() != seen.deleted())) {
            lost.add(id + ": " + seen + ", found " + there);
          }
        });
    return lost;
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join(60_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
