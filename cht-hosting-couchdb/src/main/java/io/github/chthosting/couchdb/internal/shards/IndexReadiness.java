package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Waits until copies have the views and the Nouveau indexes that their sources have. CouchDB's
 * index builder makes them for every file that changes, so also for a copy that is not in the map
 * yet.
 */
final class IndexReadiness {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final Wire wire;
  private final String database;
  private final Duration pause;
  private final Duration limit;

  /**
   * @param pause how long nothing may happen before the builder is taken to be done, or switched
   *     off
   * @param limit how long it may take in all
   */
  IndexReadiness(Wire wire, String database, Duration pause, Duration limit) {
    this.wire = wire;
    this.database = database;
    this.pause = pause;
    this.limit = limit;
  }

  /**
   * Waits; returns what is not known to be built then, by copy.
   *
   * @param copies each copy by its source; nobody writes to the copies
   */
  Map<ShardFile, List<KeptIndex>> await(Map<ShardFile, ShardFile> copies, WorkContext context) {
    List<WarmCopy> waiting = begin(copies);
    int all = waiting.size();
    Map<ShardFile, List<KeptIndex>> cold = new LinkedHashMap<>();
    long begin = System.nanoTime();
    while (!waiting.isEmpty()) {
      context.checkCancelled();
      progress(waiting, all, context);
      Waiting.pause(BETWEEN_LOOKS, "shard move");
      boolean late = System.nanoTime() - begin > limit.toNanos();
      JsonNode tasks = tasks();
      waiting.removeIf(copy -> isOver(copy, tasks, late, cold));
    }
    return cold;
  }

  private List<WarmCopy> begin(Map<ShardFile, ShardFile> copies) {
    if (copies.keySet().stream().allMatch(source -> KeptIndex.traces(source).isEmpty())) {
      return List.of();
    }
    KeptIndexes kept = KeptIndexes.of(wire, database);
    JsonNode tasks = tasks();
    List<WarmCopy> waiting = new ArrayList<>();
    copies.forEach(
        (source, target) -> {
          List<KeptIndex> wanted = kept.in(source);
          if (!wanted.isEmpty()) {
            waiting.add(new WarmCopy(target, wanted, tasks));
          }
        });
    return waiting;
  }

  private boolean isOver(
      WarmCopy copy, JsonNode tasks, boolean late, Map<ShardFile, List<KeptIndex>> cold) {
    copy.look(tasks);
    if (copy.isWarm(pause)) {
      return true;
    }
    if (late || copy.isGivenUp(pause)) {
      cold.put(copy.file(), late ? copy.unproven() : copy.missing());
      return true;
    }
    return false;
  }

  private void progress(List<WarmCopy> waiting, int all, WorkContext context) {
    context.progress(
        "%s: until indexes are built on %s".formatted(database, nodes(waiting)),
        all - waiting.size(),
        all,
        "copies",
        0);
  }

  private static String nodes(List<WarmCopy> copies) {
    return copies.stream()
        .map(copy -> copy.file().node())
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private JsonNode tasks() {
    return wire.json(Call.of("GET", "_active_tasks"));
  }
}
