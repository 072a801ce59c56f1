package io.github.chthosting.couchdb.internal.shards;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Waits until a copy has the view indexes that its source has. CouchDB's index builder ({@code
 * ken}, from 3.0) builds them for every file that changes, so also for a copy that is not in the
 * map yet. Each index leaves a {@code _local/purge-mrview-…} document, by the view's signature.
 */
final class Warmth {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Wire wire;
  private final Duration start;
  private final Duration limit;

  /**
   * @param start how long nothing may happen before the builder is taken to be switched off
   * @param limit how long it may take in all
   */
  Warmth(Wire wire, Duration start, Duration limit) {
    this.wire = wire;
    this.start = start;
    this.limit = limit;
  }

  /** Returns whether all indexes of {@code source} are there and none is being built. */
  boolean await(ShardFile source, ShardFile target, WorkContext context) {
    Set<String> wanted = indexes(source);
    long begin = System.nanoTime();
    long lastBusy = begin;
    while (true) {
      context.checkCancelled();
      boolean busy = isBuilding(target);
      if (!busy && indexes(target).containsAll(wanted)) {
        return true;
      }
      long now = System.nanoTime();
      lastBusy = busy ? now : lastBusy;
      if (now - lastBusy > start.toNanos() || now - begin > limit.toNanos()) {
        return false;
      }
      Sleep.of(BETWEEN_LOOKS);
    }
  }

  private static Set<String> indexes(ShardFile file) {
    Set<String> indexes = new HashSet<>();
    for (JsonNode row : file.localDocuments()) {
      String id = row.path("id").asText();
      if (id.startsWith("_local/purge-mrview-")) {
        indexes.add(id);
      }
    }
    return indexes;
  }

  private boolean isBuilding(ShardFile file) {
    for (JsonNode task : wire.json(Call.of("GET", "_active_tasks"))) {
      if (task.path("type").asText().equals("indexer")
          && task.path("node").asText().equals(file.node())
          && task.path("database").asText().equals(file.name())) {
        return true;
      }
    }
    return false;
  }
}
