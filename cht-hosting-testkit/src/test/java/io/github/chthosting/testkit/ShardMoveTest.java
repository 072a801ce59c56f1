package io.github.chthosting.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents and readers while a range moves from one node to another. */
class ShardMoveTest {
  private static final String DBS = "/_node/_local/_dbs/medic";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private final Client client = new Client();
  private final EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start();
  private URI uri = server.uri(0);
  private String range = "";
  private String source = "";
  private String target = "";

  @BeforeEach
  void fill() throws Exception {
    assertThat(client.put(uri, "/medic?q=2&n=1", "").status()).isEqualTo(201);
    for (int i = 0; i < 20; i++) {
      assertThat(client.put(uri, "/medic/" + i, "{}").status()).isEqualTo(201);
    }
    JsonNode shards = client.get(uri, "/medic/_shards").body().path("shards");
    range = shards.propertyNames().iterator().next();
    source = shards.path(range).path(0).asString("");
    List<String> others = new ArrayList<>(server.nodes().stream().map(EmbeddedNode::name).toList());
    shards.forEach(nodes -> others.remove(nodes.path(0).asString("")));
    target = others.get(0);
    uri =
        server.nodes().stream()
            .filter(node -> node.name().equals(source))
            .findFirst()
            .orElseThrow()
            .uri();
    // A push of the map that is due already would carry the edits of a test with it.
    assertThat(server.background().awaitIdle(LIMIT)).isTrue();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void edit(boolean add) throws Exception {
    ObjectNode map = (ObjectNode) client.get(uri, DBS).body();
    String node = add ? target : source;
    if (add) {
      map.withObject("/by_node").withArray(node).add(range);
      map.withObject("/by_range").withArray(range).add(node);
    } else {
      remove(map.withObject("/by_node"), node, range);
      remove(map.withObject("/by_range"), range, node);
    }
    assertThat(client.put(uri, DBS, map.toString()).status()).isEqualTo(201);
  }

  private static void remove(ObjectNode lists, String key, String value) {
    ArrayNode rest = lists.arrayNode();
    lists
        .path(key)
        .forEach(
            found -> {
              if (!found.asString("").equals(value)) {
                rest.add(found);
              }
            });
    lists.set(key, rest);
  }

  private int count() throws Exception {
    return client.get(uri, "/medic").body().path("doc_count").asInt(0);
  }

  private int targetCount() throws Exception {
    String name = client.get(uri, DBS).body().path("shard_suffix").toString();
    StringBuilder suffix = new StringBuilder();
    for (String code : name.replaceAll("[\\[\\]]", "").split(",", -1)) {
      suffix.append((char) Integer.parseInt(code));
    }
    String file = "/_node/" + target + "/shards%2F" + range + "%2Fmedic" + suffix;
    return client.get(uri, file).body().path("doc_count").asInt(-1);
  }

  @Test
  void synchronizedTooEarlyCopiesNothingAndTheDocumentsAreGoneFromView() throws Exception {
    server.background().mapDelay(Duration.ofMinutes(10));
    edit(true);
    assertThat(client.post(uri, "/medic/_sync_shards", "").status()).isEqualTo(202);
    assertThat(server.background().awaitIdle(Duration.ofMillis(200))).isFalse();
    assertThat(targetCount()).isEqualTo(-1);
    edit(false);
    assertThat(count()).isLessThan(20);
  }

  @Test
  void synchronizedInTimeKeepsEveryDocumentAndReadersSeeTheMovedRangeAgain() throws Exception {
    // CouchDB 3.5.0: a token that names a copy which left the map begins its range anew.
    String before = client.get(uri, "/medic/_changes").body().path("last_seq").asString("");
    Set<String> moved = idsOfTheRange();
    edit(true);
    assertThat(server.background().awaitIdle(LIMIT)).isTrue();
    assertThat(client.post(uri, "/medic/_sync_shards", "").status()).isEqualTo(202);
    assertThat(server.background().awaitIdle(LIMIT)).isTrue();
    edit(false);
    assertThat(server.background().awaitIdle(LIMIT)).isTrue();
    assertThat(count()).isEqualTo(20);
    JsonNode since = client.get(uri, "/medic/_changes?since=" + before).body();
    assertThat(idsOf(since)).isEqualTo(moved);
    assertThat(client.put(uri, "/medic/new", "{}").status()).isEqualTo(201);
    moved.add("new");
    assertThat(idsOf(client.get(uri, "/medic/_changes?since=" + before).body())).isEqualTo(moved);
  }

  private Set<String> idsOfTheRange() throws Exception {
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      if (client.get(uri, "/medic/_shards/" + i).body().path("range").asString("").equals(range)) {
        ids.add(String.valueOf(i));
      }
    }
    return ids;
  }

  private static Set<String> idsOf(JsonNode changes) {
    Set<String> ids = new TreeSet<>();
    changes.path("results").forEach(row -> ids.add(row.path("id").asString("")));
    return ids;
  }

  @Test
  void anIncompleteCopyInTheMapMayAnswer() throws Exception {
    server.background().pauseShards();
    edit(true);
    assertThat(server.background().awaitIdle(LIMIT)).isTrue();
    Client.await("an answer of the incomplete copy", () -> quietCount() < 20);
    Client.await("an answer of the complete copy", () -> quietCount() == 20);
    server.background().resume();
  }

  private int quietCount() {
    try {
      return count();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aNodeThatMissedASplitDoesNotUndoItByItsOwn() throws Exception {
    assertThat(client.put(uri, "/three?q=1&n=3", "").status()).isEqualTo(201);
    EmbeddedNode late = server.node(2);
    URI first = server.uri(0);
    assertThat(server.background().awaitIdle(LIMIT)).isTrue();
    late.stop();
    split(first, server.node(0).name(), 1);
    server.background().pauseMaps();
    late.start();
    split(server.uri(2), late.name(), 2);
    JsonNode ranges = client.get(first, "/_node/_local/_dbs/three").body().path("by_range");
    assertThat(ranges.path("00000000-ffffffff")).extracting(JsonNode::asString).hasSize(1);
    assertThat(ranges.path("00000000-7fffffff"))
        .extracting(JsonNode::asString)
        .containsExactlyInAnyOrder(server.node(0).name(), late.name());
  }

  private void split(URI at, String node, int total) throws Exception {
    String job = "{\"type\":\"split\",\"db\":\"three\",\"node\":\"" + node + "\"}";
    assertThat(client.post(at, "/_reshard/jobs", job).status()).isEqualTo(201);
    Client.await("split", () -> completed(at) == total);
  }

  @Test
  void aSplitKeepsEveryDocumentAndNoReaderIsRewound() throws Exception {
    String middle =
        client.get(uri, "/medic/_changes?limit=12").body().path("last_seq").asString("");
    server.background().reshardTime(Duration.ofMillis(20));
    Client.Answer job = client.post(uri, "/_reshard/jobs", "{\"type\":\"split\",\"db\":\"medic\"}");
    assertThat(job.status()).isEqualTo(201);
    Client.await("both jobs are done", () -> completed(uri) == 2);
    assertThat(client.get(uri, "/medic/_shards").body().path("shards")).hasSize(4);
    assertThat(count()).isEqualTo(20);
    assertThat(client.get(uri, "/medic/_changes?since=" + middle).body().path("results"))
        .hasSize(8);
  }

  private int completed(URI at) {
    try {
      return client.get(at, "/_reshard").body().path("completed").asInt(0);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
