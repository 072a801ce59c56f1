package io.github.chthosting.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {

  @Test
  void theWorstCounts() {
    Finding ok = Finding.ok("memory", "16 GB");
    Finding warning = Finding.warning("disk", "90 % full");
    assertThat(Finding.worst(List.of())).isEqualTo(Finding.Severity.OK);
    assertThat(Finding.worst(List.of(warning, ok))).isEqualTo(Finding.Severity.WARNING);
    assertThat(Finding.error("port 80", "taken")).hasToString("ERROR port 80: taken");
  }

  @Test
  void saysSomething() {
    assertThatThrownBy(() -> Finding.ok("memory", " "))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
