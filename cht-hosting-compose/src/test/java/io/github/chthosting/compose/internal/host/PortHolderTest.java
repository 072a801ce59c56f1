package io.github.chthosting.compose.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortHolderTest {
  @Test
  void aPortIsHeldWhileSomethingListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
      assertThat(PortHolder.isHeld(port)).isTrue();
      assertThat(PortHolder.of(port)).contains("(process " + ProcessHandle.current().pid() + ")");
    }
    assertThat(PortHolder.isHeld(port)).isFalse();
  }
}
