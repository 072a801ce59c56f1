package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  record Sizes(long file, long active) {}

  @Test
  void ignoresPropertiesOfNewerServers() throws Exception {
    assertThat(Json.mapper().readValue("{\"file\":1,\"active\":2,\"new\":{}}", Sizes.class))
        .isEqualTo(new Sizes(1, 2));
  }

  @Test
  void refusesTextAfterTheEndAndStringsForNumbers() {
    assertThatThrownBy(() -> Json.mapper().readTree("{} {\"error\":\"x\"}"))
        .isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> Json.mapper().readValue("{\"file\":\"1\"}", Sizes.class))
        .isInstanceOf(JsonProcessingException.class);
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
    assertThat(read.get(name).textValue()).hasSize(30_000_000);
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    assertThat(Json.mapper().writeValueAsString(Json.mapper().readTree(deep))).isEqualTo(deep);
  }

  @Test
  void errorsDoNotQuoteTheDocument() {
    assertThatThrownBy(() -> Json.mapper().readTree("{\"password\":\"hunter2\" oops"))
        .hasMessageNotContaining("hunter2");
  }
}
