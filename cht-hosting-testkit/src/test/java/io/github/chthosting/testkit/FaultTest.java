package io.github.chthosting.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultTest {
  private final Client client = new Client();
  private final EmbeddedCouchDb server = EmbeddedCouchDb.builder().start();
  private final URI uri = server.uri();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aStatusInTheRightPlaceSoOften() throws Exception {
    InjectedFault fault =
        server.inject(Fault.on("GET", "/_u*").status(503, "busy").afterFirst(1).times(1));
    assertThat(client.get(uri, "/_up").status()).isEqualTo(200);
    assertThat(client.get(uri, "/").status()).isEqualTo(200);
    assertThat(client.get(uri, "/_up").text()).isEqualTo("busy");
    assertThat(client.get(uri, "/_up").status()).isEqualTo(200);
    assertThat(fault.hits()).isEqualTo(1);
  }

  @Test
  void aClearedFaultIsGone() throws Exception {
    InjectedFault fault = server.inject(Fault.on("GET", "/_up").status(500));
    assertThat(client.get(uri, "/_up").status()).isEqualTo(500);
    fault.clear();
    assertThat(client.get(uri, "/_up").status()).isEqualTo(200);
  }

  @Test
  void aConnectionIsCutBeforeAndWithinTheAnswer() {
    server.inject(Fault.on("GET", "/_up").cut());
    server.inject(Fault.on("GET", "/").cutAfter(10));
    assertThatThrownBy(() -> client.get(uri, "/_up")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> client.get(uri, "/")).isInstanceOf(IOException.class);
  }

  @Test
  void anErrorCanFollowWithinTheBody() throws Exception {
    server.inject(Fault.on("GET", "/").errorInBodyAfter(5));
    Client.Answer answer = client.get(uri, "/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .startsWith("{\"couchdb\":\"Welcome\"")
        .endsWith("}\n{\"code\":500,\"error\":\"timeout\",\"reason\":\"injected\"}\n");
  }

  @Test
  void anAnswerMayHaveNoEnd() throws Exception {
    server.inject(Fault.on("GET", "/_up").neverEnding());
    try (InputStream body = uri.resolve("/_up").toURL().openStream()) {
      String whole = "{\"status\":\"ok\",\"seeds\":{}}\n\n\n\n";
      assertThat(body.readNBytes(whole.length())).asString().isEqualTo(whole);
    }
  }

  @Test
  void anAnswerMayComeLate() {
    server.inject(Fault.on("GET", "/_up").delay(Duration.ofSeconds(20)));
    HttpRequest impatient =
        HttpRequest.newBuilder(uri.resolve("/_up")).timeout(Duration.ofMillis(200)).build();
    assertThatThrownBy(() -> client.ask(impatient)).isInstanceOf(HttpTimeoutException.class);
  }
}
