package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies of requests, and requests that are refused before they are sent. */
@Timeout(30)
class RequestTest extends RetryCase {
  @Test
  void aBodyThatCannotBeReadIsNotTheServersFault() {
    AtomicInteger writes = new AtomicInteger();
    Body broken =
        Body.of(
            "text/plain",
            100,
            out -> {
              writes.incrementAndGet();
              out.write(1);
              throw new IOException("disk failed");
            });
    assertThatThrownBy(() -> status(Call.of("PUT", "db", "x").body(broken).asRepeatable()))
        .isExactlyInstanceOf(HostingException.class)
        .hasMessage(
            "PUT "
                + Transports.address(server)
                + "/db/x - the request's body could not be read: disk failed (attempt 1 of 5).")
        .hasRootCauseMessage("disk failed");
    assertThat(writes).hasValue(1);
  }

  @Test
  void aBodyShorterThanItsLengthIsNotTheServersFault() {
    Body shorter = Body.of("text/plain", 100, out -> out.write(1));
    assertThatThrownBy(() -> status(Call.of("PUT", "db", "x").body(shorter)))
        .isExactlyInstanceOf(HostingException.class)
        .hasMessageContaining("/db/x - the request's body could not be read: ");
  }

  @Test
  void anUncheckedFailureOfABodyPasses() {
    IllegalStateException failure = new IllegalStateException("broken");
    Body broken =
        Body.of(
            "text/plain",
            -1,
            out -> {
              throw failure;
            });
    assertThatThrownBy(() -> status(Call.of("PUT", "db", "x").body(broken))).isSameAs(failure);
    enqueue(200);
    assertThat(status(Call.of("GET", "db"))).isEqualTo(200);
  }

  @Test
  void aBodyOfUnknownLengthIsSentInChunks() throws Exception {
    enqueue(201);
    Body chunks = Body.of("text/plain", -1, out -> out.write(new byte[100_000]));
    assertThat(status(Call.of("PUT", "db", "x").body(chunks))).isEqualTo(201);
    assertThat(server.takeRequest().getBody().size()).isEqualTo(100_000);
  }

  @Test
  void redirectsAreAnswersAndNotFollowed() {
    server.enqueue(
        new MockResponse.Builder()
            .code(302)
            .setHeader("Location", "http://other.example/medic/login")
            .build());
    try (Reply reply = transport.send(Call.of("GET"))) {
      assertThat(reply.status()).isEqualTo(302);
      assertThat(reply.header("location")).contains("http://other.example/medic/login");
    }
  }

  @Test
  void aReadWithABodyIsRefused() {
    assertThatThrownBy(() -> transport.send(Call.of("GET", "db").body(Body.json("{}"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a GET cannot have a body");
  }

  @Test
  void anAddressThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> transport.send(Call.of("GET").at(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no address 1, just 1");
  }

  @Test
  void aClosedTransportSaysSo() {
    transport.close();
    assertThatThrownBy(() -> transport.send(Call.of("GET")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the transport to " + Transports.address(server) + " is closed");
  }
}
