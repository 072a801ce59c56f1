package io.github.chthosting.couchdb.internal.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

class ShardPartsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String LOW = "00000000-7fffffff";
  private static final String HIGH = "80000000-ffffffff";

  private static MapDocument map() throws IOException {
    String json =
        """
        {"_id":"medic","_rev":"1-a","shard_suffix":[46,49,55],"changelog":[["add","00000000-7fffffff","a@h"]],
         "by_node":{"a@h":["00000000-7fffffff"],"b@h":["80000000-ffffffff"]},
         "by_range":{"00000000-7fffffff":["a@h"],"80000000-ffffffff":["b@h"]},"props":{}}""";
    return new MapDocument((ObjectNode) MAPPER.readTree(json));
  }

  @Test
  void aMoveChangesBothViewsOfTheMapAndTheLog() throws IOException {
    MapDocument both = map().with(List.of(new Placement(LOW, "b@h")));
    MapDocument moved = both.without(List.of(new Placement(LOW, "a@h")));
    assertThat(moved.json().get("by_range").toString())
        .isEqualTo("{\"00000000-7fffffff\":[\"b@h\"],\"80000000-ffffffff\":[\"b@h\"]}");
    assertThat(moved.json().get("by_node").toString())
        .isEqualTo("{\"b@h\":[\"80000000-ffffffff\",\"00000000-7fffffff\"]}");
    assertThat(moved.json().get("changelog").toString())
        .endsWith(
            "[\"add\",\"00000000-7fffffff\",\"b@h\"],[\"delete\",\"00000000-7fffffff\",\"a@h\"]]");
    assertThat(moved.file(LOW)).isEqualTo("shards/00000000-7fffffff/medic.17");
  }

  @Test
  void editsAreIdempotent() throws IOException {
    assertThat(map().with(List.of(new Placement(LOW, "a@h")))).isEqualTo(map());
    assertThat(map().without(List.of(new Placement(LOW, "c@h")))).isEqualTo(map());
  }

  @Test
  void aNodeThatTakesANameBackKeepsTheRangesThatItHadItself() throws IOException {
    MapDocument map = map();
    MapDocument renamed = map.renamed("a@h", "b@h", map.rangesOf("a@h"));
    assertThat(renamed.json().get("by_node").toString())
        .isEqualTo("{\"b@h\":[\"80000000-ffffffff\",\"00000000-7fffffff\"]}");
    assertThat(renamed.json().get("changelog").toString()).contains("b@h").doesNotContain("a@h");
    MapDocument back = renamed.renamed("b@h", "a@h", map.rangesOf("a@h"));
    assertThat(back).isEqualTo(map);
  }

  @Test
  void theLastCopyNeverGoes() throws IOException {
    MapDocument map = map();
    assertThatThrownBy(() -> map.without(List.of(new Placement(HIGH, "b@h"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("would lose a range");
  }

  private static MoveShards move(List<Placement> add, List<Placement> remove) {
    return MoveShards.of("medic", add, remove, range -> 1_200_000_000);
  }

  @Test
  void aMoveIsALineARange() {
    MoveShards move =
        move(
                List.of(new Placement(LOW, "b@h")),
                List.of(new Placement(LOW, "a@h"), new Placement(HIGH, "a@h")))
            .guardedBy(List.of(new Placement(HIGH, "c@h")))
            .deletingFiles(true);
    assertThat(move.describe())
        .isEqualTo(
            """
            move medic: 2 ranges, and delete the files that are left
            00000000-7fffffff: a@h -> b@h  (1.2 GB)
            80000000-ffffffff: the copy on a@h leaves  (1.2 GB)
            80000000-ffffffff: a copy on c@h meanwhile""");
    assertThat(move.add()).containsExactly(new Placement(LOW, "b@h"));
    assertThat(move.remove())
        .containsExactly(new Placement(LOW, "a@h"), new Placement(HIGH, "a@h"));
  }

  @Test
  void aStepChangesOneCopyOfARange() {
    List<Placement> two = List.of(new Placement(LOW, "b@h"), new Placement(LOW, "c@h"));
    assertThatThrownBy(() -> move(two, List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> move(List.of(), two)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatComesIsPairedWithWhatGoes() throws IOException {
    MoveShards move =
        move(List.of(new Placement(LOW, "b@h")), List.of(new Placement(LOW, "a@h")))
            .guardedBy(List.of(new Placement(HIGH, "a@h")));
    assertThat(Pair.of(move, map()))
        .containsExactly(
            new Pair(HIGH, "b@h", "a@h", true, false), new Pair(LOW, "a@h", "b@h", true, true));
  }

  @Test
  void aRangeThatOnlyLosesACopyIsComparedWithOneThatStays() throws IOException {
    MapDocument two = map().with(List.of(new Placement(LOW, "b@h")));
    MoveShards fewer = move(List.of(), List.of(new Placement(LOW, "a@h")));
    assertThat(Pair.of(fewer, two)).containsExactly(new Pair(LOW, "a@h", "b@h", false, true));
  }

  @Test
  void theRangeOfDesignFooDecides() {
    // CRC-32 of "_design/foo" is computed by any tool: python3 -c 'import zlib; …'
    assertThat(Quorum.decides(new Placement(LOW, "a")))
        .isNotEqualTo(Quorum.decides(new Placement(HIGH, "a")));
  }

  @Test
  void theCheckpointsNameIsTheOneOfInternalReplication() {
    // Seen on CouchDB 3.5.0 between two files with these uuids.
    assertThat(
            SyncHistory.id("cca2403bd7687786ef056ed17592f766", "91d1a8a61d7b24b81f6c407f2efc4ba9"))
        .isEqualTo("_local/shard-sync-Oi4juvNMJMwZKX4DNigq3w-lMCK2t6-l6Ya7aRmvEdyGg");
  }

  private static FeedRow row(String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    ChangesRow row = new ChangesRow();
    assertThat(row.parse(bytes, 0, bytes.length)).isEqualTo(bytes.length);
    return FeedRow.of(row);
  }

  @Test
  void aFirstRevisionIsWholeAsItCame() throws IOException {
    FeedRow row =
        row(
            "{\"seq\":7,\"id\":\"a,\\\"doc\\\":b\",\"changes\":[{\"rev\":\"1-a\"}],\"doc\":{\"_id\":\"a\"}}");
    assertThat(row.sequence()).isEqualTo(7);
    assertThat(row.id()).isEqualTo("a,\"doc\":b");
    assertThat(row.isWhole()).isTrue();
    Batch batch = new Batch();
    row.addTo(batch);
    // The documents alone: the request around them is made when they are sent.
    assertThat(batch.size()).isEqualTo("{\"_id\":\"a\"}".length());
    assertThat(batch.documents()).isEqualTo(1);
  }

  @Test
  void historyConflictsAndAttachmentsMustBeFetched() throws IOException {
    assertThat(row("{\"seq\":1,\"id\":\"a\",\"changes\":[{\"rev\":\"2-a\"}],\"doc\":{}}").isWhole())
        .isFalse();
    assertThat(
            row("{\"seq\":1,\"id\":\"a\",\"changes\":[{\"rev\":\"1-a\"},{\"rev\":\"1-b\"}],\"doc\":{}}")
                .isWhole())
        .isFalse();
    assertThat(
            row("{\"seq\":1,\"id\":\"a\",\"changes\":[{\"rev\":\"1-a\"}],\"doc\":{\"_attachments\":{}}}")
                .isWhole())
        .isFalse();
  }

  @Test
  void aRowWithoutItsWinnerHasNoDocument() throws IOException {
    FeedRow row =
        row(
            "{\"seq\":1,\"id\":\"a\",\"changes\":[{\"rev\":\"1-b\"},{\"rev\":\"1-a\"}],\"doc\":{}}");
    assertThat(row.only(List.of("1-a")).isWhole()).isFalse();
    assertThat(row.only(List.of("1-a")).hasDocument()).isFalse();
  }
}
