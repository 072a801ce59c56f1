package io.github.chthosting.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FullDiskTest {
  private final Client client = new Client();
  private final EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void writesFailUntilThereIsRoomAndReadsGoOn() throws Exception {
    assertThat(client.put(server.uri(), "/medic?q=1", "").status()).isEqualTo(201);
    assertThat(client.put(server.uri(), "/medic/a", "{}").status()).isEqualTo(201);
    server.nodes().forEach(EmbeddedNode::fillDisk);
    for (int i = 0; i < 2; i++) {
      Client.Answer refused = client.put(server.uri(), "/medic/b", "{}");
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.text())
          .isEqualTo("{\"error\":\"error\",\"reason\":\"internal_server_error\"}\n");
    }
    assertThat(client.put(server.uri(), "/medic/_local/b", "{}").status()).isEqualTo(500);
    assertThat(client.get(server.uri(), "/medic/a").status()).isEqualTo(200);
    server.nodes().forEach(EmbeddedNode::freeDisk);
    assertThat(client.put(server.uri(), "/medic/b", "{}").status()).isEqualTo(201);
  }

  @Test
  void otherCopiesTakeWhatOneNodeCannotAndBringItLater() throws Exception {
    assertThat(client.put(server.uri(), "/medic?q=1&n=3", "").status()).isEqualTo(201);
    server.node(0).fillDisk();
    assertThat(client.put(server.uri(), "/medic/a", "{}").status()).isEqualTo(201);
    server.node(1).fillDisk();
    assertThat(client.put(server.uri(), "/medic/b", "{}").status()).isEqualTo(202);
    server.nodes().forEach(EmbeddedNode::freeDisk);
    assertThat(server.background().awaitIdle(Duration.ofSeconds(20))).isTrue();
    server.node(1).stop();
    server.node(2).stop();
    assertThat(client.get(server.uri(), "/medic/a?r=1").status()).isEqualTo(200);
    assertThat(client.get(server.uri(), "/medic/b?r=1").status()).isEqualTo(200);
  }
}
