package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.Inspection;
import io.github.chthosting.http.Json;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Secrets that containers were made with: {@code .env} may have others by now, or be on another
 * host.
 */
final class ContainerSecrets {
  private ContainerSecrets() {}

  /**
   * The values of these variables; one command for all containers.
   *
   * @throws io.github.chthosting.compose.engine.DockerException if the engine cannot be asked
   */
  static Set<String> of(DockerCli docker, List<Container> containers, List<String> names) {
    Set<String> values = new TreeSet<>();
    List<String> ids = containers.stream().map(Container::id).toList();
    for (String line : Inspection.of(docker, ids, "{{json .Config.Env}}")) {
      for (JsonNode setting : environment(line)) {
        add(setting.asString(""), names, values);
      }
    }
    return values;
  }

  /**
   * The environment of one container. An answer that is no JSON is not quoted: there are secrets in
   * it.
   */
  private static JsonNode environment(String line) {
    try {
      return Json.mapper().readTree(line);
    } catch (JacksonException e) {
      throw new HostingException(
          "docker inspect", "docker inspect: its answer is not JSON", false, null);
    }
  }

  private static void add(String setting, List<String> names, Set<String> values) {
    for (String name : names) {
      if (setting.startsWith(name + "=") && setting.length() > name.length() + 1) {
        values.add(setting.substring(name.length() + 1));
      }
    }
  }
}
