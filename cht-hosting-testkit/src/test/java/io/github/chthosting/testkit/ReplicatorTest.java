package io.github.chthosting.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReplicatorTest {
  private final Client client = new Client();
  private final EmbeddedCouchDb server = EmbeddedCouchDb.builder().start();

  @AfterEach
  void stop() {
    server.close();
  }

  private String url(String database) {
    return "http://admin:password@" + server.uri().getAuthority() + "/" + database;
  }

  private String job(String source, String more) {
    return "{\"source\":\"%s\",\"target\":\"%s\"%s}".formatted(url(source), url("to"), more);
  }

  private JsonNode get(String path) throws Exception {
    return client.get(server.uri(), path).body();
  }

  private static void until(Callable<Boolean> holds) throws Exception {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!holds.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  @Test
  void aDocumentIsCarriedOutAndToldSo() throws Exception {
    client.put(server.uri(), "/from", "");
    client.put(server.uri(), "/from/a", "{}");
    client.put(server.uri(), "/_replicator/once", job("from", ",\"create_target\":true"));
    until(
        () -> get("/_replicator/once").path("_replication_state").asString("").equals("completed"));
    assertThat(get("/to/a").path("_id").asString("")).isEqualTo("a");
    assertThat(get("/_replicator/once").at("/_replication_stats/docs_written").asInt(0)).isOne();
    JsonNode told = get("/_scheduler/docs/_replicator/once");
    assertThat(told.path("state").asString("")).isEqualTo("completed");
    assertThat(told.path("source").asString("")).isEqualTo(server.uri() + "from/");
    assertThat(get("/_scheduler/jobs").path("jobs")).isEmpty();
  }

  @Test
  void aContinuousOneFollowsUntilItsDocumentIsDeleted() throws Exception {
    client.put(server.uri(), "/from", "");
    client.put(server.uri(), "/to", "");
    JsonNode made =
        client.put(server.uri(), "/_replicator/on", job("from", ",\"continuous\":true")).body();
    until(() -> get("/_scheduler/jobs").path("total_rows").asInt(0) == 1);
    client.put(server.uri(), "/from/later", "{}");
    until(() -> client.get(server.uri(), "/to/later").status() == 200);
    client.delete(server.uri(), "/_replicator/on?rev=" + made.path("rev").asString(""));
    until(() -> get("/_scheduler/jobs").path("total_rows").asInt(0) == 0);
  }

  @Test
  void whatCannotBeReachedCrashesAndIsTriedAgain() throws Exception {
    client.put(server.uri(), "/to", "");
    client.put(server.uri(), "/_replicator/bad", job("nowhere", ""));
    until(
        () ->
            get("/_scheduler/docs/_replicator/bad").path("state").asString("").equals("crashing"));
    assertThat(get("/_scheduler/docs/_replicator/bad").at("/info/error").asString(""))
        .isEqualTo("db_not_found: could not open " + server.uri() + "nowhere/");
    client.put(server.uri(), "/nowhere", "");
    until(
        () -> get("/_replicator/bad").path("_replication_state").asString("").equals("completed"));
  }
}
