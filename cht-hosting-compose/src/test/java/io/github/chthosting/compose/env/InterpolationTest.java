package io.github.chthosting.compose.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpolationTest {
  private static final Map<String, String> VALUES = Map.of("A", "a", "EMPTY", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "$A|a",
        "x${A}y|xay",
        "${NONE}|''",
        "${NONE:-d}|d",
        "${EMPTY:-d}|d",
        "${EMPTY-d}|''",
        "${NONE-d}|d",
        "${NONE:-${A}b}|ab",
        "${A:?must}|a",
        "${A:+other}|other",
        "${NONE+other}|''",
        "$$A|$A",
        "$$$A|$a",
        "a$|a$",
        "$1|$1",
        "${NONE:-x${A}y${NONE:-{}z}w|xay{zw",
        "a ${A b|a ${A b",
        "${NONE:?must}|''",
        "http://${A:-x}:${NONE:-5984}/m|http://a:5984/m"
      })
  void replacesAsTheSpecificationSays(String text, String expected) {
    assertThat(Interpolation.apply(text, VALUES::get)).isEqualTo(expected);
  }

  @Test
  void aLongDefaultIsOne() {
    String text = "x".repeat(100_000);
    assertThat(Interpolation.apply("${NONE:-" + text + "}", VALUES::get)).isEqualTo(text);
    assertThat(Interpolation.uses("${NONE:-" + text + "}"))
        .containsExactly(new Interpolation.Use("NONE", text, false));
  }

  @Test
  void findsUses() {
    assertThat(Interpolation.uses("${A:-d}$B${C:?must be set}$$D${E-}"))
        .containsExactly(
            new Interpolation.Use("A", "d", false),
            new Interpolation.Use("B", null, false),
            new Interpolation.Use("C", null, true),
            new Interpolation.Use("E", "", false));
  }
}
