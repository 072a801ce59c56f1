package io.github.chthosting.compose.internal.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.verification.CopyCounts;
import java.util.List;
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
  void aCopyThatWasLostIsNamed() {
    Map<String, CopyCounts> before =
        Map.of(
            "medic", new CopyCounts(2, 5, 5, List.of()),
            "single", new CopyCounts(1, 5, 5, List.of()));
    Map<String, CopyCounts> after =
        Map.of(
            "medic", new CopyCounts(2, 5, 0, List.of()),
            "single", new CopyCounts(1, 5, 5, List.of()));
    assertThat(Comparison.lost(Comparison.counted(before), Comparison.counted(after)))
        .containsExactly("medic (its emptiest copies) has 0 documents, and had 5");
    assertThat(Comparison.lost(Comparison.counted(after), Comparison.counted(before))).isEmpty();
  }

  @Test
  void fewerCopiesOfEachRangeAreNoLoss() {
    Map<String, CopyCounts> before = Map.of("medic", new CopyCounts(2, 5, 5, List.of()));
    Map<String, CopyCounts> whole = Map.of("medic", new CopyCounts(1, 5, 5, List.of()));
    Map<String, CopyCounts> empty = Map.of("medic", new CopyCounts(1, 0, 0, List.of()));
    assertThat(Comparison.lost(Comparison.counted(before), Comparison.counted(whole))).isEmpty();
    assertThat(Comparison.lost(Comparison.counted(before), Comparison.counted(empty)))
        .contains("medic has 0 documents, and had 5");
  }

  @Test
  void countsSurviveTheJournal() {
    Map<String, Long> counts = Map.of("medic", 12L, "_users", 1L);
    assertThat(Comparison.of(Comparison.text(counts))).isEqualTo(counts);
    assertThat(Comparison.of("")).isEmpty();
  }
}
