package io.github.chthosting.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.k8s.deployment.ValuesFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code of a finding stands in the documentation, and none that there is not. */
class FindingCodesTest {
  @Test
  void theListIsWhole() throws IOException {
    List<String> listed =
        Files.readAllLines(Path.of("../docs/finding-codes.md")).stream()
            .filter(line -> line.startsWith("| `values."))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();
    assertThat(listed)
        .containsExactlyElementsOf(
            Stream.of(ValuesFinding.values()).map(ValuesFinding::code).toList());
  }
}
