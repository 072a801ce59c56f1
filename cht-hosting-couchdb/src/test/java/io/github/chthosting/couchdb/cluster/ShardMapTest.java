package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.shards.Shard;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.couchdb.shards.ShardRange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShardMapTest {
  private static final ShardRange LOW = ShardRange.parse("00000000-7fffffff");
  private static final ShardRange HIGH = ShardRange.parse("80000000-ffffffff");

  private static Shard.Copy copy(String node, long documents, long bytes) {
    DatabaseInfo info =
        new DatabaseInfo(
            "shard",
            documents,
            0,
            "1",
            "0",
            new DatabaseInfo.Sizes(bytes * 2, bytes, bytes),
            Optional.empty(),
            false,
            false,
            "0");
    return new Shard.Copy(node, Optional.of(info));
  }

  @Test
  void rangesAreThoseOfCrc32() {
    assertThat(ShardRange.hash("a")).isEqualTo(0xe8b7be43L);
    assertThat(ShardRange.parse("80000000-ffffffff"))
        .isEqualTo(new ShardRange(0x80000000L, 0xffffffffL))
        .hasToString("80000000-ffffffff");
    assertThat(HIGH.contains(ShardRange.hash("a"))).isTrue();
    assertThatThrownBy(() -> ShardRange.parse("0-1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsTheNodesOfADocument() {
    ShardMap map =
        new ShardMap(
            "db",
            false,
            List.of(
                new Shard(HIGH, List.of(copy("n2", 1, 1))),
                new Shard(LOW, List.of(copy("n1", 1, 1)))));
    assertThat(map.nodesOf("a")).containsExactly("n2");
    assertThat(map.q()).isEqualTo(2);
    assertThat(map.nodes()).containsExactly("n1", "n2");
    assertThat(map.shards().get(0).range()).isEqualTo(LOW);
  }

  @Test
  void aPartitionLiesInOneRange() {
    ShardMap map =
        new ShardMap("db", true, List.of(new Shard(LOW, List.of()), new Shard(HIGH, List.of())));
    assertThat(map.shardOf("a:1").range()).isEqualTo(HIGH);
    assertThat(map.shardOf("a:2").range()).isEqualTo(HIGH);
    assertThat(map.shardOf("_design/a:2").range().contains(ShardRange.hash("_design/a:2")))
        .isTrue();
  }

  @Test
  void namesAHole() {
    ShardMap map = new ShardMap("db", false, List.of(new Shard(LOW, List.of())));
    assertThatThrownBy(() -> map.shardOf("a"))
        .isInstanceOf(HostingException.class)
        .hasMessage(
            "the shard map of db has no range for the document with the hash e8b7be43: it has a"
                + " hole");
  }

  @Test
  void printsATable() {
    ShardMap map =
        new ShardMap(
            "medic",
            false,
            List.of(
                new Shard(LOW, List.of(copy("n1", 8_333, 17_480_000), copy("n2", 8_333, 999))),
                new Shard(
                    HIGH,
                    List.of(copy("n2", 12, 999_700), new Shard.Copy("n3", Optional.empty())))));
    assertThat(map)
        .hasToString(
            """
            medic: q=2 on 3 nodes
            range                               n1                  n2           n3
            00000000-7fffffff   8,333 docs 17.5 MB    8,333 docs 999 B            -
            80000000-ffffffff                    -      12 docs 1.0 MB            x
            sum                 8,333 docs 17.5 MB   8,345 docs 1.0 MB   0 docs 0 B
            """);
  }
}
