package io.github.chthosting.testkit.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
  @Test
  void readsPathsAsCouchDbDoes() {
    RequestTarget target = RequestTarget.parse("//db/a%2Fb+c%2B%25/%F0%9F%98%80/?x=%22y%22&z");
    assertThat(target.path()).containsExactly("db", "a/b c+%", "😀");
    assertThat(target.query().get("x")).isEqualTo("\"y\"");
    assertThat(target.query().get("z")).isEmpty();
  }

  @Test
  void readsRawUnicodeAndFragments() {
    assertThat(RequestTarget.parse("/db/ü#x").path()).containsExactly("db", "ü");
    assertThat(RequestTarget.parse("/").path()).isEmpty();
    assertThat(RequestTarget.parse("http://host:1/db").path()).containsExactly("db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/a%2", "/%zz/x", "/a?x=%"})
  void refusesBrokenEscapes(String raw) {
    assertThatThrownBy(() -> RequestTarget.parse(raw)).hasMessage("invalid_url_encoding");
  }
}
