package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.MoveSettings;
import io.github.chthosting.couchdb.internal.shards.MoveShards;
import io.github.chthosting.couchdb.internal.shards.Pace;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.couchdb.internal.shards.ShardMover;
import io.github.chthosting.couchdb.shards.Shard;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A move where nobody builds the target's Nouveau index. */
class ColdIndexTest extends EmbeddedClusterCase {
  private static final Map<String, Object> TRACE =
      Map.of("ddoc_id", "_design/d", "indexname", "text", "type", "nouveau", "updated_on", 100);

  ColdIndexTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void itIsMovedAllTheSameAndTheJournalSaysWhatIsNotBuilt() {
    fill("medic", 1, 1);
    Map<String, Object> index = Map.of("text", Map.of("index", "function(doc) {}"));
    couch.request("PUT", "medic", "_design", "d").body(Map.of("nouveau", index)).json();
    Shard shard = ShardMap.of(couch.database("medic")).shards().get(0);
    String from = shard.nodes().get(0);
    ClusterLayout layout = ClusterLayout.of(couch);
    String file = layout.database("medic").orElseThrow().file(shard.range());
    new ShardFile(Wire.of(couch), from, file).putLocal("_local/purge-nouveau-s2", TRACE);
    String to = from.equals(A) ? B : A;
    Plan plan = ShardPlanner.of(layout).only(List.of("medic")).placeOn(List.of(to));

    Map<String, String> marks = run(plan);

    assertThat(ShardMap.of(couch.database("medic")).nodes()).containsExactly(to);
    assertThat(documents(couch, "medic")).isEqualTo(201);
    assertThat(marks)
        .containsEntry(
            "cold:%s on %s".formatted(file, to),
            "enters the map without all of _design/d nouveau/text");
  }

  private Map<String, String> run(Plan plan) {
    Map<String, String> seen = new TreeMap<>();
    StepHandlers moves =
        StepHandlers.builder()
            .add(MoveShards.class, new ShardMover(Wire.of(couch), settings()))
            .build()
            .around(handler -> new Watched(handler, seen));
    try (Journal journal = Journal.in(folder)) {
      plan.carriedOutBy(moves).apply(journal).await();
    }
    return seen;
  }

  /** Tells what was written down. */
  private record Watched(StepHandler<Step> handler, Map<String, String> marks)
      implements StepHandler<Step> {
    @Override
    public void run(Step step, Marks journal, WorkContext context) throws Exception {
      handler.run(step, journal, context);
      marks.putAll(journal.all());
    }

    @Override
    public void rollBack(Step step, Marks journal, WorkContext context) throws Exception {
      handler.rollBack(step, journal, context);
    }
  }

  /** Waits a second at most. */
  private static MoveSettings settings() {
    Duration second = Duration.ofSeconds(1);
    return new MoveSettings(
        1, new Pace(0), Duration.ofSeconds(20), second, Duration.ofMillis(5), second, second);
  }
}
