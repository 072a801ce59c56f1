package io.github.chthosting.k8s.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.http.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What Helm 3.17.2 and 4.1.4 made of the same lines, as they rendered {@code toJson}. */
class YamlTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "yes, true",
        "y, true",
        "on, true",
        "N, false",
        "010, 8",
        "0o10, 8",
        "0x1f, 31",
        "0b11, 3",
        "08, 8",
        "12345678, 12345678",
        "73e19, 730000000000000000000",
        "1_000, 1000",
        "1e3, 1000",
        ".5, 0.5",
        "1., 1",
        "+5, 5",
        "0.1, 0.1",
        "~, null",
        "Null, null",
        "1:30, \"1:30\"",
        "2026-11-30, \"2026-11-30\"",
        "100Gi, \"100Gi\"",
        "=, \"=\"",
        "\"yes\", \"yes\"",
        "'010', \"010\"",
      })
  void asHelmReadsIt(String text, String json) {
    JsonNode read = Yaml.map("v.yaml", "a: " + text + "\n").path("a");
    JsonNode expected = Json.mapper().readTree(json);
    if (expected.isNumber()) {
      assertThat(read.isNumber()).isTrue();
      assertThat(read.decimalValue()).isEqualByComparingTo(expected.decimalValue());
    } else {
      assertThat(read).isEqualTo(expected);
    }
  }

  @Test
  void keysAreReadSoToo() {
    assertThat(Yaml.map("v.yaml", "n: 1\n").has("false")).isTrue();
  }

  @Test
  void aKeyThatStandsTwiceIsRefusedWithBothLines() {
    assertThatThrownBy(() -> Yaml.map("v.yaml", "a: 1\nb:\n  c: 1\n  c: 2\n"))
        .isInstanceOf(HostingException.class)
        .hasMessage("v.yaml, line 4: has the key 'c' a second time; the first is in line 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [1",
        "- 1\n",
        "a: 1\n---\nb: 2\n",
        "text",
        "a: &x 1\n<<: *x\n",
        "? [a]\n: 1\n"
      })
  void whatIsNoMapOfValuesIsRefused(String text) {
    assertThatThrownBy(() -> Yaml.map("v.yaml", text))
        .isInstanceOf(HostingException.class)
        .hasMessageStartingWith("v.yaml");
  }

  @Test
  void documentsWithoutContentAreNone() {
    assertThat(Yaml.documents("m.yaml", "---\n# nothing\n---\na: 1\n---\n")).hasSize(1);
    assertThat(Yaml.map("v.yaml", "")).isEmpty();
  }

  @Test
  void whatIsWrittenIsReadTheSame() {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("word", "yes").put("number", "12345678").put("octal", "010").put("truth", true);
    tree.put("count", 3).put("empty", "").put("lines", "a\nb: c #d").put("quote", "\"'");
    assertThat(Yaml.map("v.yaml", Yaml.write(tree))).isEqualTo(tree);
  }
}
