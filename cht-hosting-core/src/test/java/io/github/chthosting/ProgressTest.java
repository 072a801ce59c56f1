package io.github.chthosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void itReadsAsALine() {
    assertThat(
            new Progress(
                "backing up medic", 1200, 5000, "documents", 1_500_000, Duration.ofMillis(12_345)))
        .hasToString("backing up medic: 1,200 of 5,000 documents, 1.5 MB, 12.3 s");
    assertThat(new Progress("waiting", 0, -1, "", 0, Duration.ofSeconds(75)))
        .hasToString("waiting, 1 min 15 s");
    assertThat(new Progress("reading", 7, -1, "rows", 0, Duration.ofHours(3).plusMinutes(12)))
        .hasToString("reading: 7 rows, 3 h 12 min");
  }
}
