package io.github.chthosting.compose.env;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Compose reads the same from an environment file as we do. */
class EnvDockerIT {
  private final DockerCli docker =
      DockerCli.builder()
          .fromEnvironment(System.getenv())
          .host(URI.create(System.getenv("DOCKER_TEST_HOST")))
          .build();
  private final Path folder;

  EnvDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private Map<String, String> composes(String text, Iterable<String> names) throws IOException {
    StringBuilder yaml = new StringBuilder("services:\n  a:\n    image: x\n    environment:\n");
    names.forEach(name -> yaml.append("      %s: ${%s}%n".formatted(name, name)));
    Path file = Files.writeString(folder.resolve("c.yml"), yaml);
    Path env = Files.writeString(folder.resolve(".env"), text);
    DockerCommand config =
        DockerCommand.compose("env", env, List.of(file), "config", "--format", "json");
    JsonNode values =
        new ObjectMapper().readTree(docker.run(config).text()).at("/services/a/environment");
    Map<String, String> seen = new TreeMap<>();
    // What it prints is fit to be read by itself again: a dollar is two.
    values
        .properties()
        .forEach(e -> seen.put(e.getKey(), e.getValue().asText().replace("$$", "$")));
    return seen;
  }

  @Test
  void whatAHandWrote() throws IOException {
    assertThat(composes(EnvFileTest.BY_HAND, EnvFileTest.MEANT.keySet()))
        .isEqualTo(EnvFileTest.MEANT);
  }

  @Test
  void whatWeWrote() throws IOException {
    EnvFile file = EnvFile.empty();
    Map<String, String> wanted = new TreeMap<>();
    for (String value : EnvFileTest.HARD_VALUES) {
      String name = "V" + wanted.size();
      wanted.put(name, value);
      file = file.with(name, value);
    }
    assertThat(composes(file.text(), wanted.keySet())).isEqualTo(wanted);
  }
}
