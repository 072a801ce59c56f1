package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and limits that are refused before anything is sent. */
class BadSettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://admin:hunter2@couch.example:5984",
        "http://hunter2@couch.example:5984",
        "https://a:b:hunter2@couch.example/couch",
        "http://admin:hunter2@bad_host",
        "admin:hunter2@couch.example:5984",
        "mailto:hunter2@couch.example",
      })
  void anAddressWithAPasswordIsRefusedAndNotRepeated(String address) {
    assertThatThrownBy(() -> Transports.builder(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void addressesThatCannotBe() {
    assertThatThrownBy(() -> Transport.builder(List.of()))
        .hasMessage("a transport needs at least one address");
    assertThatThrownBy(() -> Transports.builder(URI.create("http://admin:x@couch.example:5984")))
        .hasMessage(
            "an address must not contain a user name or password (host couch.example): give them"
                + " as Credentials");
    assertThatThrownBy(() -> Transports.builder(URI.create("couch.example:5984")))
        .hasMessage(
            "an address must be http://HOST[:PORT][/PREFIX] or https://..., not"
                + " couch.example:5984");
    assertThatThrownBy(() -> Transports.builder(URI.create("ftp://couch.example")))
        .hasMessage(
            "an address must be http://HOST[:PORT][/PREFIX] or https://..., not"
                + " ftp://couch.example");
    assertThatThrownBy(() -> Transports.builder(URI.create("http://couch.example/?token=x")))
        .hasMessage("an address must not contain '?' or '#'");
  }

  @Test
  void limitsThatCannotBe() {
    Transport.Builder builder = Transports.builder(URI.create("http://couch.example"));
    assertThatThrownBy(() -> builder.readTimeout(Duration.ZERO))
        .hasMessage("a time limit must be from 1 ms to 24 days, not PT0S");
    assertThatThrownBy(() -> builder.connectTimeout(Duration.ofDays(25)))
        .hasMessage("a time limit must be from 1 ms to 24 days, not PT600H");
    assertThatThrownBy(() -> builder.attempts(0)).hasMessage("attempts must be at least 1, not 0");
  }
}
