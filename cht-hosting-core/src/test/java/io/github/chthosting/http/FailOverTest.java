package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that move on from an address that fails to the next one. */
@Timeout(30)
class FailOverTest extends FailOverCase {
  @Test
  void theFirstAddressIsUsedAsLongAsItWorks() {
    enqueue(a, 200, 404, 500);
    try (Transport transport = transport(Transports.addresses(a, b))) {
      for (int status : new int[] {200, 404, 500}) {
        assertThat(status(transport, Call.of("GET", "db"))).isEqualTo(status);
      }
      assertThat(transport.addresses()).containsExactly(Transports.addresses(a, b));
    }
    assertThat(b.getRequestCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void theNextIsTriedAtOnceAndThenKept(int status) {
    enqueue(a, status);
    enqueue(b, 200, 201);
    try (Transport transport = transport(Transports.addresses(a, b))) {
      assertThat(status(transport, Call.of("GET", "db"))).isEqualTo(200);
      assertThat(status(transport, Call.of("PUT", "db"))).isEqualTo(201);
    }
    assertThat(a.getRequestCount()).isEqualTo(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aWriteThatANodeCannotTakeMovesTheNextCallOn() {
    enqueue(a, 503);
    enqueue(b, 201);
    try (Transport transport = transport(Transports.addresses(a, b))) {
      assertThat(status(transport, Call.of("PUT", "db"))).isEqualTo(503);
      assertThat(status(transport, Call.of("PUT", "db"))).isEqualTo(201);
    }
  }

  @Test
  void aRefusedConnectionMovesAReadOn() {
    enqueue(a, 200);
    try (Transport transport = transport(refusing, Transports.address(a));
        Reply reply = transport.send(Call.of("GET", "db"))) {
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.attempts()).isEqualTo(2);
      assertThat(reply.uri()).isEqualTo(URI.create(Transports.address(a) + "/db"));
    }
    assertThat(pauses).isEmpty();
  }

  @Test
  void aRefusedConnectionMovesAWriteOnSinceNothingWasSent() throws Exception {
    enqueue(a, 201);
    AtomicInteger written = new AtomicInteger();
    Body body =
        Body.of(
            "application/json",
            2,
            out -> {
              written.incrementAndGet();
              out.write('{');
              out.write('}');
            });
    try (Transport transport = transport(refusing, Transports.address(a))) {
      assertThat(status(transport, Call.of("POST", "db").body(body))).isEqualTo(201);
    }
    assertThat(written).hasValue(1);
    assertThat(a.takeRequest().getBody().utf8()).isEqualTo("{}");
  }

  @Test
  void evenWhereOneAttemptIsAllowed() {
    enqueue(a, 200);
    try (Transport transport =
        Transports.builder(refusing, Transports.address(a)).attempts(1).build()) {
      assertThat(status(transport, Call.of("GET", "db"))).isEqualTo(200);
    }
  }

  @Test
  void aWriteThatMayHaveArrivedIsNotMovedOn() {
    a.enqueue(
        new MockResponse.Builder()
            .onResponseStart(new SocketEffect.CloseSocket(true, false, false))
            .build());
    enqueue(b, 201);
    try (Transport transport = transport(Transports.addresses(a, b))) {
      assertThatThrownBy(() -> status(transport, Call.of("PUT", "db", "x")))
          .isInstanceOf(UnreachableException.class);
      assertThat(b.getRequestCount()).isZero();
      assertThat(status(transport, Call.of("PUT", "db", "y"))).isEqualTo(201);
    }
  }

  @Test
  void allAddressesDownNamesTheLastOneAndCountsTheAttempts() throws Exception {
    URI other = Transports.refusing();
    try (Transport transport = transport(refusing, other)) {
      assertThatThrownBy(() -> status(transport, Call.of("GET", "db")))
          .isExactlyInstanceOf(UnreachableException.class)
          .hasMessage(
              "GET %s/db - connection refused (attempt 5 of 5). Check that the server runs and"
                      .formatted(refusing)
                  + " listens on %s.".formatted(refusing.getAuthority()))
          .matches(e -> ((HostingException) e).isRetryable());
      assertThat(pauses).containsExactly("1 PT0S", "2 PT0S");
    }
  }

  @Test
  void aWriteIsTriedAtEachAddressOnce() throws Exception {
    URI other = Transports.refusing();
    try (Transport transport = transport(refusing, other)) {
      assertThatThrownBy(() -> status(transport, Call.of("PUT", "db")))
          .hasMessageStartingWith("PUT " + other + "/db - connection refused (attempt 2 of 2).");
    }
  }

  @Test
  void aServerThatAsksForTimeGetsItWhereThereIsNoOther() {
    a.enqueue(new MockResponse.Builder().code(503).setHeader("Retry-After", "9").build());
    b.enqueue(new MockResponse.Builder().code(503).setHeader("Retry-After", "5").build());
    enqueue(a, 200);
    try (Transport transport = transport(Transports.addresses(a, b))) {
      assertThat(status(transport, Call.of("GET", "db"))).isEqualTo(200);
    }
    assertThat(pauses).containsExactly("1 PT5S");
  }

  @Test
  void tooManyRequestsAreNotMadeFewerByAskingAnother() {
    a.enqueue(new MockResponse.Builder().code(429).setHeader("Retry-After", "9").build());
    enqueue(b, 200);
    try (Transport transport = transport(Transports.addresses(a, b))) {
      assertThat(status(transport, Call.of("GET", "db"))).isEqualTo(200);
    }
    assertThat(pauses).containsExactly("1 PT9S");
  }
}
