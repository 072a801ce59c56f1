package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.Pace;
import io.github.chthosting.couchdb.internal.shards.Reshape;
import io.github.chthosting.couchdb.internal.shards.ReshapeRun;
import io.github.chthosting.couchdb.internal.shards.ReshapeSettings;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.StepRunner;
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
    Shard shard = couch.database("medic").shards().shards().get(0);
    String from = shard.nodes().get(0);
    ClusterLayout layout = ClusterLayout.of(couch);
    String file = layout.database("medic").orElseThrow().file(shard.range());
    new ShardFile(Wire.of(couch), from, file).putLocal("_local/purge-nouveau-s2", TRACE);
    String to = from.equals(A) ? B : A;
    Plan plan = ShardPlans.of(layout).only(List.of("medic")).placeOn(List.of(to));

    Map<String, String> marks = run(plan);

    assertThat(couch.database("medic").shards().nodes()).containsExactly(to);
    assertThat(documents(couch, "medic")).isEqualTo(201);
    assertThat(marks)
        .containsEntry(
            "cold:%s on %s".formatted(file, to),
            "enters the map without all of _design/d nouveau/text");
  }

  private Map<String, String> run(Plan plan) {
    Impatient moves = new Impatient(Wire.of(couch), new TreeMap<>());
    try (Journal journal = Journal.in(folder)) {
      plan.apply(journal, moves).await();
    }
    return moves.marks;
  }

  /** Waits a second at most, and tells what was written down. */
  private record Impatient(Wire wire, Map<String, String> marks) implements StepRunner {
    @Override
    public void run(Step step, Marks journal, WorkContext context) {
      reshape(step, journal, context).run();
      marks.putAll(journal.all());
    }

    @Override
    public void rollBack(Step step, Marks journal, WorkContext context) {
      reshape(step, journal, context).rollBack();
    }

    private ReshapeRun reshape(Step step, Marks journal, WorkContext context) {
      return new ReshapeRun(wire, Reshape.of(step), settings(), journal, context);
    }
  }

  private static ReshapeSettings settings() {
    Duration second = Duration.ofSeconds(1);
    return new ReshapeSettings(
        1, new Pace(0), Duration.ofSeconds(20), second, Duration.ofMillis(5), second, second);
  }
}
