package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session: its cookie, its renewal and its end. */
@Timeout(30)
class SessionTest extends SessionCase {
  @Test
  void signsInOnceAndSendsTheCookie() throws Exception {
    server.enqueue(cookie("first"));
    enqueue(200);
    enqueue(200);
    assertThat(status(Call.of("GET", "db"))).isEqualTo(200);
    assertThat(status(Call.of("PUT", "db"))).isEqualTo(200);
    RecordedRequest login = server.takeRequest();
    assertThat(login.getRequestLine()).isEqualTo("POST /_session HTTP/1.1");
    assertThat(login.getHeaders().get("Content-Type"))
        .isEqualTo("application/x-www-form-urlencoded");
    assertThat(login.getBody().utf8()).isEqualTo("name=medic&password=p%26ss%3Dw%C3%B6rd%20%2B%25");
    assertThat(next()).isEqualTo("GET /db AuthSession=first");
    assertThat(next()).isEqualTo("PUT /db AuthSession=first");
  }

  @Test
  void takesTheNewerCookieOfAnyAnswer() throws Exception {
    server.enqueue(cookie("first"));
    server.enqueue(cookie("second"));
    enqueue(200);
    status(Call.of("GET", "a"));
    status(Call.of("GET", "b"));
    next();
    assertThat(next()).isEqualTo("GET /a AuthSession=first");
    assertThat(next()).isEqualTo("GET /b AuthSession=second");
  }

  @Test
  void replacesACookieBeforeItEnds() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Set-Cookie", "AuthSession=first; Path=/; Max-Age=0")
            .build());
    enqueue(200);
    server.enqueue(cookie("second"));
    enqueue(200);
    status(Call.of("GET", "a"));
    status(Call.of("PUT", "b"));
    next();
    assertThat(next()).isEqualTo("GET /a AuthSession=first");
    assertThat(next()).isEqualTo("POST /_session null");
    assertThat(next()).isEqualTo("PUT /b AuthSession=second");
  }

  @Test
  void signsInAgainOnceAfterA401() throws Exception {
    server.enqueue(cookie("first"));
    enqueue(401);
    server.enqueue(cookie("second"));
    enqueue(201);
    assertThat(status(Call.of("PUT", "db", "x").body(Body.json("{}")))).isEqualTo(201);
    next();
    assertThat(next()).isEqualTo("PUT /db/x AuthSession=first");
    assertThat(next()).isEqualTo("POST /_session null");
    assertThat(next()).isEqualTo("PUT /db/x AuthSession=second");
  }

  @Test
  void aSecond401IsTheAnswer() {
    server.enqueue(cookie("first"));
    enqueue(401);
    server.enqueue(cookie("second"));
    enqueue(401);
    assertThat(status(Call.of("GET", "db"))).isEqualTo(401);
    assertThat(server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void aStreamIsNotSentAgainAfterA401() {
    server.enqueue(cookie("first"));
    enqueue(401);
    Body once = Body.stream("text/plain", 3, new ByteArrayInputStream(new byte[3]));
    assertThat(status(Call.of("PUT", "db", "x", "att").body(once))).isEqualTo(401);
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void aForgottenSessionIsRenewedForTheNextCallToo() {
    server.enqueue(cookie("first"));
    enqueue(401);
    Body once = Body.stream("text/plain", 3, new ByteArrayInputStream(new byte[3]));
    status(Call.of("PUT", "db", "x", "att").body(once));
    server.enqueue(cookie("second"));
    enqueue(200);
    assertThat(status(Call.of("GET", "db"))).isEqualTo(200);
    assertThat(server.getRequestCount()).isEqualTo(4);
  }
}
