package io.github.chthosting.couchdb.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentCountsTest {
  private record Line(String id, boolean deleted) {
    Leaf leaf() throws IOException {
      byte[] bytes =
          "{\"_id\":\"%s\",\"_rev\":\"1-a\",\"x\":{\"_deleted\":true}%s}"
              .formatted(id, deleted ? ",\"_deleted\":true" : "")
              .getBytes(StandardCharsets.UTF_8);
      Leaf leaf = new Leaf();
      leaf.read(bytes, 0, bytes.length);
      return leaf;
    }
  }

  /** However many passes it takes, the counts are those of a plain map. */
  @ParameterizedTest
  @ValueSource(longs = {1024, 2048, 4096, 1 << 20})
  void countsAreThoseOfAMap(long slots) throws Exception {
    Random random = new Random(slots);
    List<Line> lines =
        IntStream.range(0, 9_000)
            .mapToObj(i -> new Line("d" + random.nextInt(6_000), random.nextInt(3) == 0))
            .collect(Collectors.toList());
    DocumentCounts counts = new DocumentCounts(lines.size(), slots);

    for (int pass = 0; pass < counts.passes(); pass++) {
      for (Line line : lines) {
        counts.add(line.leaf());
      }
      counts.endPass();
    }

    Map<String, List<Line>> byId =
        new HashMap<>(lines.stream().collect(Collectors.groupingBy(Line::id)));
    assertThat(counts.documents()).isEqualTo(byId.size());
    assertThat(counts.conflicted())
        .isEqualTo(byId.values().stream().filter(all -> all.size() > 1).count());
    assertThat(counts.deleted())
        .isEqualTo(
            byId.values().stream().filter(all -> all.stream().allMatch(Line::deleted)).count());
    assertThat(counts.passes() > 1).isEqualTo(slots < 10_000);
  }

  @Test
  void moreThanWasToldIsSaidAndDoesNotHang() throws Exception {
    DocumentCounts counts = new DocumentCounts(10, 1024);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                counts.add(new Line("d" + i, false).leaf());
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("there are far more documents than its manifest states");
  }
}
