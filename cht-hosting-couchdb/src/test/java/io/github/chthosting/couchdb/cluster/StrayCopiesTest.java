package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.LostVolume;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.couchdb.shards.DegradedDatabaseException;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that no map names any more, while copies that the map names lack its documents. */
class StrayCopiesTest {
  private final KillWorld world = KillWorld.embedded();
  private final EmbeddedCouchDb server = ((KillWorld.Embedded) world).server();
  private final CouchDb couch = world.client();
  private final Path folder;
  private int journals;

  StrayCopiesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void stop() {
    couch.close();
    world.close();
  }

  private ClusterPlans plans() {
    return ClusterPlans.builder(couch).patience(Duration.ofSeconds(5)).build();
  }

  private void apply(Plan plan) {
    try (Journal journal = Journal.in(folder.resolve("journal" + journals++))) {
      plan.apply(journal).await(Duration.ofMinutes(2));
    }
  }

  private void idle() throws InterruptedException {
    assertThat(server.background().awaitIdle(Duration.ofSeconds(20))).isTrue();
  }

  private List<Copy> copies() {
    return DatabaseCopies.read(Wire.of(couch), "medic").ranges().get(0).copies();
  }

  /** A database of one range with two copies, and a third file that was left behind by a move. */
  private ShardFile stray() throws InterruptedException {
    KillData.create(couch, "medic", 1, 3, 50);
    idle();
    List<Copy> before = copies();
    apply(plans().shards().only(List.of("medic")).replicas(2));
    idle();
    List<String> kept = copies().stream().map(Copy::node).toList();
    return before.stream()
        .filter(copy -> !kept.contains(copy.node()))
        .findFirst()
        .orElseThrow()
        .file();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void isKeptWhileACopyOfTheMapIsEmpty(int emptied) throws Exception {
    ShardFile stray = stray();
    ShardFile.Info before = stray.requireInfo();
    Plan plan = plans().nodes().cleanUp();
    assertThat(plan.isEmpty()).isFalse();
    server.background().pauseShards();
    LostVolume.empty(copies().get(emptied).file());

    assertThatThrownBy(() -> apply(plan))
        .isInstanceOf(DegradedDatabaseException.class)
        .hasMessageContaining("Nothing was deleted");
    assertThat(stray.requireInfo()).isEqualTo(before);
  }

  @Test
  void isDeletedOnceAllCopiesOfTheMapHaveItsDocuments() throws Exception {
    ShardFile stray = stray();

    apply(plans().nodes().cleanUp());

    assertThat(stray.info()).isEmpty();
    assertThat(copies()).extracting(Copy::rows).containsOnly(copies().get(0).rows());
  }
}
