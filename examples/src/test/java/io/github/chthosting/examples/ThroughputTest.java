package io.github.chthosting.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThroughputTest {
  @Test
  void theMedianIsTheMiddleOrBetweenTheTwoMiddleOnes() {
    assertThat(Throughput.median(List.of(3.0))).isEqualTo(3.0);
    assertThat(Throughput.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    assertThat(Throughput.median(List.of(4.0, 9.0, 1.0, 2.0))).isEqualTo(3.0);
  }
}
