package io.github.chthosting.couchdb.internal.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.shards.Shard;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.couchdb.shards.ShardRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** However a server wrote the id: the lane of a document is the range that the map names for it. */
class LanesPropertyTest {

  @Provide
  Arbitrary<String> ids() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .withChars("ab:_/\\\"% \n\t")
            .withChars('é', '中')
            .withCharRange('\u0001', '\u001f')
            .ofMinLength(1)
            .ofMaxLength(20);
    Arbitrary<String> prefix =
        Arbitraries.of("", "", "p:", "_design/", "_design/a:b", "_x:", "😀:");
    return prefix.flatMap(start -> text.map(rest -> start + rest));
  }

  @Property
  void theLaneIsTheRangeOfTheMap(
      @ForAll("ids") String id,
      @ForAll boolean partitioned,
      @ForAll @IntRange(min = 1, max = 32) int q,
      @ForAll Random random) {
    ShardMap map = new ShardMap("db", partitioned, ranges(q));
    Lanes lanes = Lanes.of(map, Map.of());
    byte[] json = escaped(id, random).getBytes(StandardCharsets.UTF_8);
    int lane = lanes.of(json, 0, json.length);
    assertThat(map.shards().get(lane)).isEqualTo(map.shardOf(id));
  }

  private static List<Shard> ranges(int q) {
    List<Shard> shards = new ArrayList<>();
    long size = (ShardRange.HIGHEST + 1) / q;
    for (int i = 0; i < q; i++) {
      long last = i == q - 1 ? ShardRange.HIGHEST : (i + 1) * size - 1;
      shards.add(new Shard(new ShardRange(i * size, last), List.of()));
    }
    return shards;
  }

  /** The id in JSON: what must be escaped is, anything else now and then. */
  private static String escaped(String id, Random random) {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c == '"' || c == '\\' || (c == '/' && random.nextBoolean())) {
        json.append('\\').append(c);
      } else if (c < ' ' || (isWhole(id, i) && random.nextInt(4) == 0)) {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.toString();
  }

  /** Half of a pair cannot be escaped without its other half. */
  private static boolean isWhole(String id, int index) {
    return !Character.isSurrogate(id.charAt(index));
  }
}
