package io.github.chthosting.couchdb.internal.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
