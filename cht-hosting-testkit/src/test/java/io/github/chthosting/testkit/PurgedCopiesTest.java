package io.github.chthosting.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Purges that not all copies of a range have seen; mem3_rep pulls and pushes them before changes.
 */
class PurgedCopiesTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private final Client client = new Client();
  private final EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start();
  private final URI uri = server.uri(0);
  private String rev = "";

  @BeforeEach
  void fill() throws Exception {
    assertThat(client.put(uri, "/medic?q=1&n=3", "").status()).isEqualTo(201);
    rev = client.put(uri, "/medic/a", "{}").body().path("rev").asString("");
    assertThat(client.put(uri, "/medic/b", "{}").status()).isEqualTo(201);
    settle();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void settle() throws InterruptedException {
    assertThat(server.background().awaitIdle(LIMIT)).isTrue();
  }

  private void purge() throws Exception {
    Client.Answer answer = client.post(uri, "/medic/_purge", "{\"a\":[\"" + rev + "\"]}");
    assertThat(answer.body().path("purged").path("a").path(0).asString("")).isEqualTo(rev);
  }

  /** The path of a node's own file. */
  private String file(int node) throws Exception {
    JsonNode map = client.get(uri, "/_node/_local/_dbs/medic").body();
    StringBuilder suffix = new StringBuilder();
    map.path("shard_suffix").forEach(code -> suffix.append((char) code.asInt(0)));
    return "/_node/%s/shards%%2F00000000-ffffffff%%2Fmedic%s"
        .formatted(server.node(node).name(), suffix);
  }

  private List<String> ids(int node) throws Exception {
    List<String> ids = new ArrayList<>();
    client
        .get(server.uri(node), file(node) + "/_all_docs")
        .body()
        .path("rows")
        .forEach(row -> ids.add(row.path("id").asString("")));
    return ids;
  }

  private JsonNode info(int node) throws Exception {
    return client.get(server.uri(node), file(node)).body();
  }

  @Test
  void aCopyThatWasAwayLearnsOfThem() throws Exception {
    server.node(2).stop();
    purge();
    server.node(2).start();
    settle();

    for (int node = 0; node < 3; node++) {
      assertThat(ids(node)).containsExactly("b");
      assertThat(info(node).path("purge_seq").asInt(0)).isEqualTo(1);
    }
  }

  /** One copy is empty and another has what was purged: the third one tells both. */
  @Test
  void whatWasPurgedDoesNotComeBackFromACopyThatWasBehind() throws Exception {
    server.node(2).stop();
    purge();
    settle();
    server.background().pauseShards();
    String emptied = file(0);
    assertThat(client.delete(uri, emptied).status()).isEqualTo(200);
    assertThat(client.put(uri, emptied, "").status()).isEqualTo(201);
    server.node(2).start();
    server.background().resume();
    client.post(uri, "/medic/_sync_shards", "");
    settle();

    for (int node = 0; node < 3; node++) {
      assertThat(ids(node)).containsExactly("b");
    }
  }

  @Test
  void aPurgeOfOneCopyAloneReachesTheOthersAndIsDoneOnce() throws Exception {
    Client.Answer answer = client.post(uri, file(1) + "/_purge", "{\"a\":[\"" + rev + "\"]}");
    assertThat(answer.body().path("purged").path("a").path(0).asString("")).isEqualTo(rev);
    settle();
    client.post(uri, "/medic/_sync_shards", "");
    settle();
    int sequence = info(0).path("update_seq").asInt(0);
    client.post(uri, "/medic/_sync_shards", "");
    settle();

    for (int node = 0; node < 3; node++) {
      assertThat(ids(node)).containsExactly("b");
      assertThat(info(node).path("purge_seq").asInt(0)).isEqualTo(1);
    }
    assertThat(info(0).path("update_seq").asInt(0)).isEqualTo(sequence);
  }

  /** The same revision, written again after its purge, is not purged once more. */
  @Test
  void whatIsWrittenAgainStays() throws Exception {
    purge();
    settle();
    String again = client.put(uri, "/medic/a", "{}").body().path("rev").asString("");
    settle();
    client.post(uri, "/medic/_sync_shards", "");
    settle();

    assertThat(again).isEqualTo(rev);
    for (int node = 0; node < 3; node++) {
      assertThat(ids(node)).containsExactly("a", "b");
    }
  }

  @Test
  void theyAreNotCarriedWhereTheNodeIsToldSo() throws Exception {
    for (int node = 0; node < 3; node++) {
      server.node(node).config("mem3", "replicate_purges", "false");
    }
    server.node(2).stop();
    purge();
    server.node(2).start();
    settle();

    assertThat(ids(2)).containsExactly("a", "b");
  }
}
