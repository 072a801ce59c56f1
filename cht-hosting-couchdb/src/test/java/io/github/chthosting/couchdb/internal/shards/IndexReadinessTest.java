package io.github.chthosting.couchdb.internal.shards;

import static io.github.chthosting.couchdb.internal.shards.FakeBuilder.building;
import static io.github.chthosting.couchdb.internal.shards.FakeBuilder.nouveau;
import static io.github.chthosting.couchdb.internal.shards.FakeBuilder.views;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.operation.Operations;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Readiness of a copy's indexes: when they are taken to be built, and what is said of those that
 * are not.
 */
class IndexReadinessTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(600);
  private static final Map<String, Object> VIEWS = Map.of("n", Map.of("map", "f"));
  private static final Map<String, Object> TEXT = Map.of("text", Map.of("index", "f"));
  private static final List<Map<String, Object>> NOTHING = List.of();

  private final MockWebServer server = new MockWebServer();
  private final FakeBuilder builder = new FakeBuilder();

  @AfterEach
  void stop() {
    server.close();
  }

  private Map<String, String> await(Duration pause, Duration limit) throws IOException {
    return start(pause, limit).await();
  }

  private Operation<Map<String, String>> start(Duration pause, Duration limit) throws IOException {
    server.setDispatcher(builder);
    server.start();
    CouchDb couch =
        CouchDb.builder(server.url("/").uri())
            .credentials(Credentials.basic("admin", "password"))
            .attempts(1)
            .build();
    Wire wire = Wire.of(couch);
    ShardFile source = new ShardFile(wire, "a@h", FakeBuilder.FILE);
    ShardFile target = new ShardFile(wire, "b@h", FakeBuilder.FILE);
    IndexReadiness warmth = new IndexReadiness(wire, "medic", pause, limit);
    return Operations.start(
        "warming",
        context -> {
          Map<String, String> cold = new TreeMap<>();
          warmth
              .await(Map.of(source, target), context)
              .forEach((file, indexes) -> cold.put(file.node(), indexes.toString()));
          return cold;
        });
  }

  @Test
  void withoutIndexesNothingIsWaitedFor() throws IOException {
    builder.design("_design/d", "s1", Map.of("views", VIEWS, "nouveau", TEXT)).look(NOTHING);
    assertThat(await(LONG, LONG)).isEmpty();
    assertThat(builder.looked()).isZero();
  }

  @Test
  void nouveauIsWaitedForUntilItsRunIsOver() throws IOException {
    builder
        .design("_design/d", "s1", Map.of("nouveau", TEXT))
        .has(nouveau("s2", "_design/d", 100))
        .look(NOTHING)
        .look(List.of(building("search_indexer", "1")), nouveau("s2", "_design/d", 200))
        .look(List.of(building("search_indexer", "1")), nouveau("s2", "_design/d", 200))
        .look(NOTHING, nouveau("s2", "_design/d", 200));
    assertThat(await(LONG, LONG)).isEmpty();
    assertThat(builder.looked()).isGreaterThan(4);
  }

  @Test
  void whatWasBuiltBeforeTheLastWriteIsNotEnough() throws IOException {
    builder
        .design("_design/d", "s1", Map.of("views", VIEWS, "nouveau", TEXT))
        .has(views("s1", "_design/d"), nouveau("s2", "_design/d", 100))
        .look(NOTHING, views("s1", "_design/d"), nouveau("s2", "_design/d", 200))
        .look(NOTHING, views("s1", "_design/d"), nouveau("s2", "_design/d", 200))
        .look(NOTHING, views("s1", "_design/d"), nouveau("s2", "_design/d", 200))
        .look(NOTHING, views("s1", "_design/d"), nouveau("s2", "_design/d", 200))
        .look(List.of(building("indexer", "2")), views("s1", "_design/d"))
        .look(NOTHING, views("s1", "_design/d"), nouveau("s2", "_design/d", 261));
    assertThat(await(LONG, LONG)).isEmpty();
    assertThat(builder.looked()).isGreaterThan(6);
  }

  @Test
  void aRunThatBeganBeforeTheLastWriteIsNotEnough() throws IOException {
    builder
        .design("_design/d", "s1", Map.of("views", VIEWS))
        .has(views("s1", "_design/d"))
        .look(List.of(building("indexer", "1")), views("s1", "_design/d"))
        .look(List.of(building("indexer", "1")), views("s1", "_design/d"))
        .look(NOTHING, views("s1", "_design/d"))
        .look(NOTHING, views("s1", "_design/d"))
        .look(NOTHING, views("s1", "_design/d"))
        .look(List.of(building("indexer", "2")), views("s1", "_design/d"))
        .look(NOTHING, views("s1", "_design/d"));
    assertThat(await(LONG, LONG)).isEmpty();
    assertThat(builder.looked()).isGreaterThan(7);
  }

  @Test
  void aBuilderThatHasPausedForLongEnoughIsDone() throws IOException {
    builder
        .design("_design/d", "s1", Map.of("views", VIEWS))
        .has(views("s1", "_design/d"))
        .look(NOTHING, views("s1", "_design/d"));
    long begin = System.nanoTime();
    assertThat(await(SHORT, LONG)).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(SHORT);
  }

  @Test
  void aShortFileIsNotWaitedForThatLong() throws IOException {
    builder
        .changes(900)
        .design("_design/d", "s1", Map.of("views", VIEWS))
        .has(views("s1", "_design/d"))
        .look(NOTHING)
        .look(NOTHING, views("s1", "_design/d"));
    assertThat(await(LONG, LONG)).isEmpty();
    assertThat(builder.looked()).isBetween(3, 4);
  }

  @Test
  void aBuilderThatIsOffIsNotWaitedForForever() throws IOException {
    builder
        .design("_design/d", "s1", Map.of("views", VIEWS, "nouveau", TEXT))
        .has(views("s1", "_design/d"), nouveau("s2", "_design/d", 100))
        .look(NOTHING, views("s1", "_design/d"));
    assertThat(await(SHORT, LONG)).containsExactly(Map.entry("b@h", "[_design/d nouveau/text]"));
  }

  @Test
  void aBuildThatTakesTooLongIsLeftAndNamed() throws IOException {
    builder
        .design("_design/d", "s1", Map.of("views", VIEWS))
        .has(views("s1", "_design/d"))
        .look(List.of(building("indexer", "1")), views("s1", "_design/d"));
    assertThat(await(LONG, SHORT)).containsExactly(Map.entry("b@h", "[_design/d views]"));
  }

  @Test
  void aDesignDocumentThatCannotBeReadDoesNotEndTheMove() throws IOException {
    builder
        .design("_design/broken", "", Map.of("views", VIEWS))
        .design("_design/d", "s1", Map.of("views", VIEWS))
        .has(views("s1", "_design/d"))
        .look(NOTHING);
    assertThat(await(SHORT, LONG)).containsExactly(Map.entry("b@h", "[_design/d views]"));
  }

  @Test
  void itCanBeCancelled() throws IOException {
    builder
        .design("_design/d", "s1", Map.of("nouveau", TEXT))
        .has(nouveau("s2", "_design/d", 100))
        .look(NOTHING);
    Operation<Map<String, String>> operation = start(LONG, LONG);
    operation.cancel();
    assertThatThrownBy(operation::await).isInstanceOf(OperationCancelledException.class);
  }

  @Test
  void whatTheBuilderDoesNotKeepIsNotWaitedFor() throws IOException {
    builder
        .design("_design/d", "s1", Map.of("views", VIEWS, "nouveau", TEXT))
        .design("_design/off", "s4", Map.of("views", VIEWS, "autoupdate", false))
        .design(
            "_design/half", "s5", Map.of("nouveau", TEXT, "autoupdate", Map.of("nouveau", false)))
        .has(views("s1", "_design/:staged:d"), nouveau("s2", "_design/d", 100))
        .has(views("before the upgrade", "_design/d"), nouveau("older", "_design/d", 50))
        .has(views("s4", "_design/off"), nouveau("s5", "_design/half", 100))
        .has(nouveau("s6", "_design/deleted", 100))
        .look(NOTHING);
    assertThat(await(SHORT, LONG))
        .containsExactly(Map.entry("b@h", "[_design/d views, _design/d nouveau/text]"));
  }
}
