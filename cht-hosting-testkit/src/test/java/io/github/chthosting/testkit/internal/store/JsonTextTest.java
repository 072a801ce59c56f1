package io.github.chthosting.testkit.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors are answers of Apache CouchDB 3.5.2. */
class JsonTextTest {

  @ParameterizedTest
  @CsvSource({
    "1.0,1.0",
    "1e5,1.0e5",
    "1e20,1.0e20",
    "1e21,1.0e21",
    "1.5e300,1.5e300",
    "1e-5,1.0e-5",
    "0.000001,1.0e-6",
    "1e-7,1.0e-7",
    "1e-310,1.0e-310",
    "-0.0,0.0",
    "-0,0",
    "123456789.123,123456789.123",
    "-2.5,-2.5",
    "9007199254740993.0,9.007199254740992e15",
    "12345678901234567890,12345678901234567890",
    "2.2250738585072014e-308,2.2250738585072014e-308"
  })
  void numbers(String read, String printed) {
    assertThat(JsonText.string(JsonText.parse(read))).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"a\":1e400}",
        "\"\\ud800\"",
        "01",
        "1.",
        ".5",
        "{\"a\":true,}",
        "{} x",
        "NaN",
        "{'a':1}",
        "/*c*/{}",
        "+1",
        "\"\t\"",
        "{\"a\"}",
        "[1,",
        "\"\\udc00\\ud800\"",
        "tru"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> JsonText.parse(text)).hasMessage("invalid UTF-8 JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b\":2,\"a\":3}|{\"b\":2,\"a\":3}",
        "\"\\u0001\\/\\b\\f\\n\\r\\t\\\"\\\\\\u007f\"|\"\\u0001/\\b\\f\\n\\r\\t\\\"\\\\\u007f\"",
        "\"\\ud834\\udd1e\"|\"𝄞\"",
        "[1 , 2.50, null,true ,false]|[1,2.5,null,true,false]"
      })
  void prints(String read, String printed) {
    assertThat(JsonText.string(JsonText.parse(read))).isEqualTo(printed);
  }
}
