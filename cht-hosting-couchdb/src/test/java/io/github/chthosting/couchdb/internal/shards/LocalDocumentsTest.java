package io.github.chthosting.couchdb.internal.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class LocalDocumentsTest {
  private final EmbeddedCouchDb server = EmbeddedCouchDb.builder().start();
  private final CouchDb couch =
      CouchDb.builder(server.uris()).credentials(Credentials.basic("admin", "password")).build();

  @BeforeEach
  void twoFiles() {
    couch.database("from").create(DatabaseOptions.defaults().q(1));
    couch.database("to").create(DatabaseOptions.defaults().q(1));
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  private Database put(String database, String id, String text) {
    couch.database(database).put(id, Map.of("text", text));
    return couch.database(database);
  }

  private ShardFile file(String database) {
    Wire wire = Wire.of(couch);
    MapDocument map =
        new MapDocument(
            (ObjectNode) wire.json(Call.of("GET", "_node", "_local", "_dbs", database)));
    String range = map.ranges().firstKey();
    return new ShardFile(wire, map.ranges().get(range).first(), map.file(range));
  }

  /**
   * A document of that id, nested so deep; sent as it is, as no tree of it fits a thread's stack.
   */
  private void putDeep(String database, String id, int levels, String inner) {
    String json = "{\"a\":" + "[".repeat(levels) + inner + "]".repeat(levels) + "}";
    Body body = Body.bytes("application/json", json.getBytes(StandardCharsets.UTF_8));
    Wire.of(couch).run(Call.of("PUT", database, "_local", id).body(body));
  }

  /** CouchDB takes 20,000 levels and more; Jackson, as we have it, 10,000. */
  @ParameterizedTest
  @ValueSource(ints = {1_001, 12_000})
  void theyMayBeNestedAsDeepAsCouchDbTakesThem(int levels) {
    putDeep("from", "deep", levels, "1");
    put("from", "_local/flat", "1");
    assertThat(copy(true)).isEqualTo(2);
    assertThat(differences()).isEmpty();
    putDeep("to", "deep", levels, "2");
    assertThat(differences()).containsExactly("_local/deep");
    Predicate<String> all = id -> true;
    assertThat(io.github.chthosting.couchdb.internal.compare.LocalDocuments.copy(from(), to(), all))
        .isEqualTo(1);
    assertThat(differences()).isEmpty();
    assertThat(KeptIndex.traces(file("from"))).isEmpty();
  }

  private List<String> differences() {
    return io.github.chthosting.couchdb.internal.compare.LocalDocuments.of(from())
        .differences(io.github.chthosting.couchdb.internal.compare.LocalDocuments.of(to()))
        .stream()
        .map(one -> one.id())
        .toList();
  }

  private Database from() {
    return couch.database("from");
  }

  private Database to() {
    return couch.database("to");
  }

  private int copy(boolean alone) {
    return LocalDocuments.copy(file("from"), file("to"), alone);
  }

  @Test
  void newerOnesAreCopiedAndOthersStay() {
    put("from", "_local/a", "1");
    put("from", "_local/b", "1");
    put("to", "_local/b", "older");
    couch.database("from").put("_local/b", Map.of("_rev", "0-1", "text", "2"));
    put("to", "_local/c", "kept");
    assertThat(copy(false)).isEqualTo(2);
    assertThat(couch.database("to").get("_local/b").json().path("text").asString()).isEqualTo("2");
    assertThat(couch.database("to").find("_local/c")).isPresent();
    assertThat(copy(false)).isZero();
  }

  @Test
  void ofATargetThatNobodyWritesToTheOthersAreDeletedAndMarksStay() {
    put("from", "_local/a", "1");
    put("to", "_local/c", "old");
    put("to", DatabaseContents.MARK_OF_FILE, "a plan");
    assertThat(copy(true)).isEqualTo(1);
    assertThat(couch.database("to").find("_local/c")).isEmpty();
    assertThat(couch.database("to").find(DatabaseContents.MARK_OF_FILE)).isPresent();
  }

  /** A CHT with many phones has one checkpoint each; they used to be read as one answer. */
  @Test
  void theyMayBeMoreThanOneAnswerHolds() {
    long answer = Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 8);
    int count = (int) (answer >> 20) + 1;
    String text = "x".repeat(1 << 20);
    for (int i = 0; i < count; i++) {
      put("from", "_local/" + i, text);
    }
    assertThat(copy(true)).isEqualTo(count);
    assertThat(couch.database("to").get("_local/0").json().path("text").asString()).isEqualTo(text);
  }
}
