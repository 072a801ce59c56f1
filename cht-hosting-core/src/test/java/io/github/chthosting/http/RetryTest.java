package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnreachableException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts after failures: reads are tried again, writes only where that is safe. */
@Timeout(30)
class RetryTest extends RetryCase {
  @ParameterizedTest
  @ValueSource(ints = {408, 429, 502, 503, 504})
  void aReadIsTriedAgain(int status) {
    enqueue(status);
    enqueue(status);
    enqueue(200);
    try (Reply reply = transport.send(Call.of("GET", "db"))) {
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.attempts()).isEqualTo(3);
    }
    assertThat(server.getRequestCount()).isEqualTo(3);
    assertThat(pauses).containsExactly("1 PT0S", "2 PT0S");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 412, 413, 417, 500, 501, 301, 304})
  void otherStatusesAreAnswers(int status) {
    enqueue(status);
    assertThat(status(Call.of("GET", "db"))).isEqualTo(status);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 502, 503, 504})
  void aWriteIsSentOnce(int status) {
    for (String method : List.of("PUT", "POST", "DELETE", "COPY")) {
      enqueue(status);
      assertThat(status(Call.of(method, "db"))).isEqualTo(status);
    }
    assertThat(server.getRequestCount()).isEqualTo(4);
    assertThat(pauses).isEmpty();
  }

  /** OkHttp by itself sends again at once when it reads this. */
  @Test
  void aWriteIsSentOnceEvenIfTheServerSaysAgainNow() {
    for (String method : List.of("PUT", "DELETE")) {
      server.enqueue(new MockResponse.Builder().code(503).setHeader("Retry-After", "0").build());
      assertThat(status(Call.of(method, "db"))).isEqualTo(503);
    }
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void aRepeatableWriteIsTriedAgainWithItsWholeBody() throws Exception {
    enqueueCut();
    enqueue(503);
    enqueue(201);
    Body body = Body.json("{\"docs\":[],\"new_edits\":false}");
    assertThat(status(Call.of("POST", "db", "_bulk_docs").body(body).asRepeatable()))
        .isEqualTo(201);
    server.takeRequest();
    server.takeRequest();
    assertThat(server.takeRequest().getBody().utf8())
        .isEqualTo("{\"docs\":[],\"new_edits\":false}");
  }

  @Test
  void aStreamIsNeverSentTwice() {
    enqueue(503);
    Body once = Body.stream("text/plain", 3, new ByteArrayInputStream(new byte[3]));
    assertThat(status(Call.of("PUT", "db", "doc", "att").body(once).asRepeatable())).isEqualTo(503);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void theLastAnswerIsReturnedWhenAttemptsEnd() {
    for (int i = 0; i < 5; i++) {
      enqueue(503);
    }
    try (Reply reply = transport.send(Call.of("GET", "db"))) {
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.attempts()).isEqualTo(5);
    }
    assertThat(server.getRequestCount()).isEqualTo(5);
    assertThat(pauses).hasSize(4);
  }

  @Test
  void retryAfterIsHonoured() {
    server.enqueue(new MockResponse.Builder().code(429).setHeader("Retry-After", "7").build());
    server.enqueue(new MockResponse.Builder().code(503).setHeader("Retry-After", "3600").build());
    enqueue(200);
    assertThat(status(Call.of("GET", "db"))).isEqualTo(200);
    assertThat(pauses).containsExactly("1 PT7S", "2 PT1M");
  }

  @Test
  void aReadWhoseConnectionIsCutIsTriedAgain() {
    enqueueCut();
    enqueue(200);
    assertThat(status(Call.of("GET", "db"))).isEqualTo(200);
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void aWriteWhoseConnectionIsCutIsNot() {
    enqueueCut();
    assertThatThrownBy(() -> status(Call.of("PUT", "db", "x").body(Body.json("{}"))))
        .isExactlyInstanceOf(UnreachableException.class)
        .hasMessageStartingWith(
            "PUT "
                + Transports.address(server)
                + "/db/x - the server closed the connection without an answer (attempt 1 of 1).");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aReadThatIsNotAnsweredInTimeIsTriedAgain() {
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    enqueue(200);
    assertThat(status(Call.of("GET", "db").timeLimit(Duration.ofMillis(150)))).isEqualTo(200);
  }

  @Test
  void aWriteThatIsNotAnsweredInTimeIsNot() {
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    assertThatThrownBy(() -> status(Call.of("PUT", "db", "x").timeLimit(Duration.ofMillis(150))))
        .isExactlyInstanceOf(TimedOutException.class)
        .hasMessage(
            "PUT "
                + Transports.address(server)
                + "/db/x - no answer within 150 ms (attempt 1 of 1). The server may still be at"
                + " work on it; if it is just slow, allow more time.");
  }
}
