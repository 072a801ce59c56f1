package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class JsonTest {
  record Sizes(long file, long active) {}

  enum Level {
    HIGH;

    @Override
    public String toString() {
      return "high up";
    }
  }

  record Ordered(String z, Level level, int a) {}

  @Test
  void keepsTheOrderOfComponentsAndTheNamesOfConstants() {
    String json = "{\"z\":\"1\",\"level\":\"HIGH\",\"a\":2}";
    assertThat(Json.mapper().writeValueAsString(new Ordered("1", Level.HIGH, 2))).isEqualTo(json);
    assertThat(Json.mapper().readValue(json, Ordered.class))
        .isEqualTo(new Ordered("1", Level.HIGH, 2));
  }

  @Test
  void takesNumbersThatEarlierVersionsDidNotWriteForZero() {
    assertThat(Json.mapper().readValue("{\"file\":1}", Sizes.class)).isEqualTo(new Sizes(1, 0));
    assertThat(Json.mapper().readValue("{\"file\":1,\"active\":null}", Sizes.class))
        .isEqualTo(new Sizes(1, 0));
  }

  @Test
  void keepsEveryDigitOfLongNumbers() {
    String digits = "-" + "1234567890".repeat(500);
    assertThat(Json.mapper().readTree(digits)).hasToString(digits);
    assertThat(Json.mapper().writeValueAsString(Json.mapper().readTree(digits))).isEqualTo(digits);
  }

  @Test
  void ignoresPropertiesOfNewerServers() throws Exception {
    assertThat(Json.mapper().readValue("{\"file\":1,\"active\":2,\"new\":{}}", Sizes.class))
        .isEqualTo(new Sizes(1, 2));
  }

  @Test
  void refusesTextAfterTheEndAndStringsForNumbers() {
    assertThatThrownBy(() -> Json.mapper().readTree("{} {\"error\":\"x\"}"))
        .isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> Json.mapper().readValue("{\"file\":\"1\"}", Sizes.class))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void writesTimesAsIso8601() throws Exception {
    assertThat(
            Json.mapper()
                .writeValueAsString(
                    new Object[] {Instant.parse("2026-11-22T08:00:00Z"), Duration.ofSeconds(90)}))
        .isEqualTo("[\"2026-11-22T08:00:00Z\",\"PT1M30S\"]");
  }

  @Test
  void takesLongNamesLongStringsAndDeepNesting() throws Exception {
    String name = "n".repeat(100_000);
    String attachment = "a".repeat(30_000_000);
    JsonNode read =
        Json.mapper().readTree(Json.mapper().writeValueAsBytes(Map.of(name, attachment)));
    assertThat(read.get(name).stringValue(null)).hasSize(30_000_000);
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    assertThat(Json.mapper().writeValueAsString(Json.mapper().readTree(deep))).isEqualTo(deep);
  }

  @Test
  void errorsDoNotQuoteTheDocument() {
    assertThatThrownBy(() -> Json.mapper().readTree("{\"password\":\"hunter2\" oops"))
        .hasMessageNotContaining("hunter2");
  }
}
