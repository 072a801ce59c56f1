package io.github.chthosting.compose.internal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A port is given once, and only if nobody has it. */
class FreePortsTest {
  @Test
  void theLowestThatNobodyHas() {
    FreePorts free = FreePorts.of(List.of(10_080, 10_081), port -> port == 10_082);
    assertThat(free.from(10_080)).isEqualTo(10_083);
    assertThat(free.from(10_080)).isEqualTo(10_084);
    assertThat(free.from(10_443)).isEqualTo(10_443);
    assertThat(free.keep(10_444).from(10_444)).isEqualTo(10_445);
    assertThat(free.isListening(10_082)).isTrue();
    assertThatThrownBy(() -> FreePorts.of(List.of(), port -> true).from(65_000))
        .isInstanceOf(HostingException.class)
        .hasMessage("no port from 65000 on is free on this host; nothing was changed");
  }
}
