package io.github.chthosting.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {
  private enum Code implements FindingCode {
    MEMORY,
    PORT_TAKEN;

    @Override
    public String code() {
      return FindingCode.of("host", this);
    }
  }

  @Test
  void theWorstCounts() {
    Finding ok = Finding.ok(Code.MEMORY, "memory", "16 GB");
    Finding warning = Finding.warning(Code.MEMORY, "memory", "2 GB", "add some");
    assertThat(Finding.worst(List.of())).isEqualTo(Finding.Severity.OK);
    assertThat(Finding.worst(List.of(warning, ok))).isEqualTo(Finding.Severity.WARNING);
  }

  @Test
  void itSaysWhereWhatAndWhatToDo() {
    Finding taken =
        Finding.error(Code.PORT_TAKEN, "port 80", "taken by container web-1", "stop it");
    assertThat(taken)
        .hasToString("ERROR port 80: taken by container web-1; stop it (host.port-taken)");
    assertThat(Finding.ok(Code.MEMORY, "memory", "16 GB"))
        .hasToString("OK memory: 16 GB (host.memory)");
    assertThat(taken.is(Code.PORT_TAKEN)).isTrue();
    assertThat(taken.is(Code.MEMORY)).isFalse();
  }

  @Test
  void saysSomething() {
    assertThatThrownBy(() -> Finding.ok(Code.MEMORY, "memory", " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Finding("Port", Finding.Severity.OK, "a", "b", ""))
        .hasMessage("a code is like host.port-taken, not 'Port'");
  }
}
