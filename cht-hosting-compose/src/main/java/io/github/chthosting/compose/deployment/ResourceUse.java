package io.github.chthosting.compose.deployment;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The resources that a container uses at one moment.
 *
 * @param service of which
 * @param unit the container's name
 * @param cpus how many CPUs it keeps busy: 0.5 is half of one
 * @param memory bytes
 * @param memoryLimit bytes; the host's memory if it has no limit
 * @param processes and threads
 */
public record ResourceUse(
    String service, String unit, double cpus, long memory, long memoryLimit, int processes) {
  private static final Pattern SIZE = Pattern.compile("([\\d.]+)\\s*([kKMGT]?)(i?)B");

  /**
   * Measures these containers, in one command that takes a second or two.
   *
   * @throws io.github.chthosting.compose.engine.DockerException if the engine cannot be asked
   */
  public static List<ResourceUse> of(DockerCli docker, List<Container> containers) {
    if (containers.isEmpty()) {
      return List.of();
    }
    Map<String, Container> byName =
        containers.stream()
            .collect(Collectors.toMap(each -> each.status().name(), Function.identity()));
    List<String> words =
        new ArrayList<>(List.of("stats", "--no-stream", "--no-trunc", "--format", "{{json .}}"));
    words.addAll(byName.keySet());
    List<ResourceUse> all = new ArrayList<>();
    for (String line : docker.run(DockerCommand.of(words.toArray(String[]::new))).lines()) {
      JsonNode node = json(line);
      Container container = byName.get(node.path("Name").asString(""));
      if (container != null) {
        all.add(of(container, node));
      }
    }
    return List.copyOf(all);
  }

  private static JsonNode json(String line) {
    try {
      return Json.mapper().readTree(line);
    } catch (JacksonException e) {
      throw new HostingException("docker stats", "docker stats: no JSON: " + line, false, e);
    }
  }

  private static ResourceUse of(Container container, JsonNode node) {
    String[] memory = node.path("MemUsage").asString("").split("/", 2);
    return new ResourceUse(
        container.service(),
        container.status().name(),
        number(node.path("CPUPerc").asString("").replace("%", "")) / 100,
        bytes(memory[0]),
        memory.length > 1 ? bytes(memory[1]) : 0,
        (int) number(node.path("PIDs").asString("")));
  }

  private static double number(String text) {
    return text.strip().matches("[\\d.]+") ? Double.parseDouble(text.strip()) : 0;
  }

  /** Returns the bytes of a size as Docker writes it: {@code 12.5MiB}, {@code 1.2kB}. */
  static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return 0;
    }
    int power = " KMGT".indexOf(matcher.group(2).isEmpty() ? ' ' : upper(matcher.group(2)));
    double base = matcher.group(3).isEmpty() ? 1000 : 1024;
    return (long) (Double.parseDouble(matcher.group(1)) * Math.pow(base, power));
  }

  private static char upper(String letter) {
    return Character.toUpperCase(letter.charAt(0));
  }
}
