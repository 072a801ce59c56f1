package io.github.chthosting.couchdb.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.backup.report.Difference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DetailsTest {
  private static Leaf leaf(int number, int content) throws Exception {
    byte[] bytes =
        "{\"_id\":\"d%d\",\"_rev\":\"1-a\",\"n\":%d}"
            .formatted(number, content)
            .getBytes(StandardCharsets.UTF_8);
    Leaf leaf = new Leaf();
    leaf.read(bytes, 0, bytes.length);
    return leaf;
  }

  @Test
  void moreThanFitsIsNeverNoDifference() throws Exception {
    Sums sums = new Sums();
    for (int i = 0; i < 100_000; i++) {
      sums.add(leaf(i, 1));
      sums.subtract(leaf(i, 2));
    }
    Details details = new Details(sums);
    List<Difference> listed = new ArrayList<>();

    long differences = details.compare("medic", Map.of(), listed);

    assertThat(details.isEmpty()).isFalse();
    assertThat(listed).isEmpty();
    assertThat(differences).isBetween(20_000L, 65_536L);
  }

  @Test
  void whatIsFoundIsCountedOnce() throws Exception {
    Sums sums = new Sums();
    sums.add(leaf(1, 1));
    sums.subtract(leaf(1, 2));
    Details details = new Details(sums);
    details.ofBackup(leaf(1, 1));
    details.ofLive(leaf(1, 2));
    List<Difference> listed = new ArrayList<>();

    assertThat(details.compare("medic", Map.of(), listed)).isEqualTo(1);
    assertThat(listed).hasSize(1);
  }
}
