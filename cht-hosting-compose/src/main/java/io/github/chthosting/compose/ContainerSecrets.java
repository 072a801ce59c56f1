package io.github.chthosting.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Secrets that containers were made with: {@code .env} may have others by now, or be on another
 * host.
 */
final class ContainerSecrets {
  private ContainerSecrets() {}

  /** The values of these variables; one command for all containers. */
  static Set<String> of(DockerCli docker, List<Container> containers, List<String> names) {
    Set<String> values = new TreeSet<>();
    if (containers.isEmpty()) {
      return values;
    }
    List<String> words = new ArrayList<>(List.of("inspect", "--format", "{{json .Config.Env}}"));
    containers.forEach(each -> words.add(each.id()));
    try {
      for (String line : docker.run(DockerCommand.of(words.toArray(String[]::new))).lines()) {
        for (JsonNode setting : Json.mapper().readTree(line)) {
          add(setting.asText(), names, values);
        }
      }
    } catch (DockerException | JsonProcessingException e) {
      // One that has gone meanwhile says nothing any more.
      return values;
    }
    return values;
  }

  private static void add(String setting, List<String> names, Set<String> values) {
    for (String name : names) {
      if (setting.startsWith(name + "=") && setting.length() > name.length() + 1) {
        values.add(setting.substring(name.length() + 1));
      }
    }
  }
}
