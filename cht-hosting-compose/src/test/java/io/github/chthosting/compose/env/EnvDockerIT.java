package io.github.chthosting.compose.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Compose reads the same from an environment file as we do. */
class EnvDockerIT {
  private final ComposeConfig compose;

  EnvDockerIT(@TempDir Path folder) {
    compose = new ComposeConfig(folder);
  }

  @Test
  void whatAHandWrote() throws IOException {
    assertThat(compose.values(EnvSamples.BY_HAND, EnvSamples.MEANT.keySet()))
        .contains(EnvSamples.MEANT);
  }

  @Test
  void whatWeWrote() throws IOException {
    EnvFile file = EnvFile.empty();
    Map<String, String> wanted = new TreeMap<>();
    for (String value : EnvSamples.HARD_VALUES) {
      String name = "V" + wanted.size();
      wanted.put(name, value);
      file = file.with(name, value);
    }
    assertThat(compose.values(file.text(), wanted.keySet())).contains(wanted);
  }

  @Test
  void whatIsOdd() throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (Map.Entry<String, String> odd : OddSettings.READ.entrySet()) {
      all.assertThat(compose.values(EnvLines.HEAD + odd.getKey() + "\n", List.of("P")))
          .as(odd.getKey())
          .contains(Map.of("P", odd.getValue()));
    }
    for (String odd : OddSettings.REFUSED) {
      all.assertThat(compose.values(EnvLines.HEAD + odd, List.of("P"))).as(odd).isEmpty();
    }
    all.assertAll();
  }

  /** A comment of an older editor, in Latin-1. */
  @Test
  void bytesThatAreNotUtf8() throws IOException {
    String text = EnvText.decode(EnvSamples.LATIN_1);
    assertThat(compose.values(text, List.of("P"))).contains(Map.of("P", "x"));
  }

  @Test
  void variablesOfThisProcess() throws IOException {
    String home = String.valueOf(System.getenv("HOME"));
    assertThat(compose.values("HOME=/none\nP=${HOME}/data\n", List.of("P", "HOME")))
        .contains(Map.of("P", home + "/data", "HOME", home));
  }
}
