package io.github.chthosting.compose.env;

import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The real Compose, asked what it makes of texts: {@code docker compose config}. */
final class ComposeConfig {
  private static final String NOT_SET = "is not set";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DockerCli docker =
      DockerCli.builder()
          .fromEnvironment(System.getenv())
          .host(URI.create(System.getenv("DOCKER_TEST_HOST")))
          .build();
  private final Path folder;
  private String refusal = "";

  ComposeConfig(Path folder) {
    this.folder = folder;
  }

  /** The values of those names that an environment file sets; empty if Compose refuses it. */
  Optional<Map<String, String>> values(String env, Iterable<String> names) throws IOException {
    Map<String, String> templates = new TreeMap<>();
    names.forEach(name -> templates.put(name, "${%s-%s}".formatted(name, NOT_SET)));
    Optional<Map<String, String>> seen = replaced(env, templates);
    seen.ifPresent(values -> values.values().removeIf(NOT_SET::equals));
    return seen;
  }

  /** Texts of a compose file, their variables replaced; empty if Compose refuses one. */
  Optional<Map<String, String>> replaced(String env, Map<String, String> templates)
      throws IOException {
    Map<String, Object> service = Map.of("image", "x", "environment", templates);
    // JSON is YAML, and needs no thought about what YAML makes of a text.
    String yaml = JSON.writeValueAsString(Map.of("services", Map.of("a", service)));
    Path file = Files.writeString(folder.resolve("c.yml"), yaml);
    Path environment = Files.write(folder.resolve("some.env"), EnvText.encode(env));
    return answer(
        DockerCommand.compose("env", environment, List.of(file), "config", "--format", "json"));
  }

  /** Why the last text was refused. */
  String refusal() {
    return refusal;
  }

  private Optional<Map<String, String>> answer(DockerCommand config) {
    String text;
    try {
      text = docker.run(config).text();
    } catch (DockerException e) {
      refusal = String.valueOf(e.getMessage());
      return Optional.empty();
    }
    JsonNode values = JSON.readTree(text).at("/services/a/environment");
    Map<String, String> seen = new TreeMap<>();
    // What it prints is fit to be read by itself again: a dollar is two.
    values
        .properties()
        .forEach(e -> seen.put(e.getKey(), e.getValue().asString("").replace("$$", "$")));
    return Optional.of(seen);
  }
}
