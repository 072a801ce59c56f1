package io.github.chthosting.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attachments of which one copy was lost: each copy of a range has its own. */
class CopiedAttachmentsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** More than is kept in memory. */
  private static final String TEXT = "village health worker ".repeat(10_000);

  private final Client client = new Client();

  /** The copies that are left have the attachment, though it came by internal replication alone. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void areAnsweredByTheOtherCopies(int lost) throws Exception {
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start()) {
      URI uri = server.uri(0);
      assertThat(client.put(uri, "/medic?q=1&n=3", "").status()).isEqualTo(201);
      server.node(1).stop();
      String data = Base64.getEncoder().encodeToString(TEXT.getBytes(StandardCharsets.UTF_8));
      String type = "\"content_type\":\"image/x\"";
      client.put(
          uri, "/medic/a", "{\"_attachments\":{\"f\":{" + type + ",\"data\":\"" + data + "\"}}}");
      server.node(1).start();
      assertThat(server.background().awaitIdle(LIMIT)).isTrue();
      server.background().pauseShards();
      String file = file(server, lost);
      assertThat(client.delete(uri, file).status()).isEqualTo(200);
      assertThat(client.put(uri, file, "").status()).isEqualTo(201);

      for (int node = 0; node < 3; node++) {
        Client.Answer answer = client.get(server.uri(node), "/medic/a/f");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(TEXT);
      }
    }
  }

  /** A replacement of the document keeps what it had. */
  @Test
  void arePassedOnWithAStub() throws Exception {
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start()) {
      URI uri = server.uri(0);
      assertThat(client.put(uri, "/medic?q=1&n=3", "").status()).isEqualTo(201);
      String data = Base64.getEncoder().encodeToString(TEXT.getBytes(StandardCharsets.UTF_8));
      String rev =
          client
              .put(uri, "/medic/a", "{\"_attachments\":{\"f\":{\"data\":\"" + data + "\"}}}")
              .body()
              .path("rev")
              .asString("");
      String stub = "{\"_rev\":\"" + rev + "\",\"n\":1,\"_attachments\":{\"f\":{\"stub\":true}}}";
      assertThat(client.put(uri, "/medic/a", stub).status()).isEqualTo(201);
      assertThat(server.background().awaitIdle(LIMIT)).isTrue();
      server.background().pauseShards();
      assertThat(client.delete(uri, file(server, 0)).status()).isEqualTo(200);

      assertThat(client.get(server.uri(1), file(server, 1) + "/a/f").text()).isEqualTo(TEXT);
      assertThat(client.get(server.uri(2), file(server, 2) + "/a/f").text()).isEqualTo(TEXT);
    }
  }

  /** The path of a node's own file. */
  private String file(EmbeddedCouchDb server, int node) throws Exception {
    StringBuilder suffix = new StringBuilder();
    client
        .get(server.uri(1), "/_node/_local/_dbs/medic")
        .body()
        .path("shard_suffix")
        .forEach(code -> suffix.append((char) code.asInt(0)));
    return "/_node/%s/shards%%2F00000000-ffffffff%%2Fmedic%s"
        .formatted(server.node(node).name(), suffix);
  }
}
