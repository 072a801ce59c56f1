package io.github.chthosting.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The program that the Docker guide begins with is {@link FirstCht}, which compiles. */
class DockerGuideTest {
  @Test
  void theProgramIsWhatTheGuideShows() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/github/chthosting/examples/FirstCht.java"));
    assertThat(Files.readString(Path.of("..", "docs", "guides", "docker.md")))
        .contains("```java\n" + source.substring(source.indexOf("import ")) + "```");
  }
}
