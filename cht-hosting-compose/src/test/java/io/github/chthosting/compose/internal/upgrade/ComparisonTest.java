package io.github.chthosting.compose.internal.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The comparison after an upgrade: no database gone, none with fewer documents; more are what a CHT
 * writes.
 */
class ComparisonTest {
  @Test
  void whatIsLostIsNamed() {
    assertThat(Comparison.lost(Map.of("medic", 5L), Map.of("medic", 6L, "new", 0L))).isEmpty();
    assertThat(
            Comparison.lost(
                Map.of("medic", 5L, "_users", 2L, "medic-logs", 1L),
                Map.of("medic", 4L, "medic-logs", 1L)))
        .containsExactly(
            "_users is not there, and had 2 documents", "medic has 4 documents, and had 5");
  }

  @Test
  void countsSurviveTheJournal() {
    Map<String, Long> counts = Map.of("medic", 12L, "_users", 1L);
    assertThat(Comparison.of(Comparison.text(counts))).isEqualTo(counts);
    assertThat(Comparison.of("")).isEmpty();
  }
}
