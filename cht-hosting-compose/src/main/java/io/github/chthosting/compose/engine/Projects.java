package io.github.chthosting.compose.engine;

import io.github.chthosting.HostingException;
import io.github.chthosting.http.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The containers that Compose runs on an engine: two commands, however many projects there are. */
public final class Projects {
  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";
  private static final int ATTEMPTS = 3;

  private Projects() {}

  /**
   * Returns all containers that Compose made, by project and then by service.
   *
   * @throws DockerException if the engine cannot be asked
   */
  public static List<ContainerStatus> containers(DockerCli docker) {
    return details(docker).stream().map(Container::status).toList();
  }

  /**
   * Returns the same as {@link #containers}, with what they were made with: by the same two
   * commands.
   */
  public static List<Container> details(DockerCli docker) {
    return details(docker, List.of("--filter", "label=" + PROJECT));
  }

  /**
   * Returns all containers, those too that Compose did not make: they have no project and no
   * service.
   */
  public static List<Container> all(DockerCli docker) {
    return details(docker, List.of());
  }

  private static List<Container> details(DockerCli docker, List<String> filter) {
    for (int attempt = 1; ; attempt++) {
      List<String> ids = ids(docker, filter);
      List<Container> found = inspect(docker, ids);
      // One that has gone since it was listed may have a successor, which is not listed yet.
      if (found.size() == ids.size() || attempt == ATTEMPTS) {
        return found;
      }
    }
  }

  /** Returns the containers of the projects in which the CHT runs, by project. */
  public static Map<String, List<ContainerStatus>> cht(DockerCli docker) {
    Map<String, List<ContainerStatus>> all =
        containers(docker).stream()
            .collect(
                Collectors.groupingBy(ContainerStatus::project, TreeMap::new, Collectors.toList()));
    all.values().removeIf(containers -> containers.stream().noneMatch(ContainerStatus::isCht));
    return all;
  }

  private static List<String> ids(DockerCli docker, List<String> filter) {
    List<String> words = new ArrayList<>(List.of("ps", "--all", "--quiet", "--no-trunc"));
    words.addAll(filter);
    return docker.run(DockerCommand.of(words.toArray(String[]::new))).lines();
  }

  private static List<Container> inspect(DockerCli docker, List<String> ids) {
    List<Container> found = new ArrayList<>();
    List<String> lines = Inspection.of(docker, ids, "");
    if (!lines.isEmpty()) {
      tree(String.join("\n", lines)).forEach(node -> found.add(container(node)));
    }
    found.sort(
        Comparator.comparing(Container::project)
            .thenComparing(Container::service)
            .thenComparing(each -> each.status().name()));
    return found;
  }

  private static JsonNode tree(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JacksonException e) {
      throw new HostingException(
          "docker inspect", "docker inspect: its answer is not JSON", false, e);
    }
  }

  private static Container container(JsonNode node) {
    Map<String, String> labels = new TreeMap<>();
    node.at("/Config/Labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
    labels.keySet().removeIf(name -> !name.startsWith("com.docker.compose."));
    Map<String, String> mounts = new TreeMap<>();
    node.path("Mounts").forEach(mount -> mounts.put(destination(mount), source(mount)));
    Map<String, String> networks = new TreeMap<>();
    node.at("/NetworkSettings/Networks")
        .properties()
        .forEach(
            each -> networks.put(each.getKey(), each.getValue().path("IPAddress").asString("")));
    return new Container(
        status(node),
        node.path("Id").asString(""),
        labels,
        mounts,
        networks,
        node.at("/HostConfig/RestartPolicy/Name").asString("no"),
        variable(node, "CHT_COMPOSE_PROJECT_NAME"));
  }

  private static String destination(JsonNode mount) {
    return mount.path("Destination").asString("");
  }

  private static String source(JsonNode mount) {
    String field = mount.path("Type").asString("").equals("volume") ? "Name" : "Source";
    return mount.path(field).asString("");
  }

  /** One of the environment, which holds secrets too: those are not taken. */
  private static String variable(JsonNode node, String name) {
    for (JsonNode setting : node.at("/Config/Env")) {
      if (setting.asString("").startsWith(name + "=")) {
        return setting.asString("").substring(name.length() + 1);
      }
    }
    return "";
  }

  private static ContainerStatus status(JsonNode node) {
    JsonNode labels = node.at("/Config/Labels");
    JsonNode state = node.path("State");
    return new ContainerStatus(
        labels.path(PROJECT).asString(""),
        labels.path(SERVICE).asString(""),
        node.path("Name").asString("").replaceFirst("^/", ""),
        node.at("/Config/Image").asString(""),
        state.path("Status").asString(""),
        state.at("/Health/Status").asString(""),
        node.path("RestartCount").asInt(0),
        state.path("OOMKilled").asBoolean(false),
        state.path("ExitCode").asInt(0),
        instant(state.path("StartedAt").asString("")),
        ports(node.at("/HostConfig/PortBindings")));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static Set<Integer> ports(JsonNode bindings) {
    Set<Integer> ports = new TreeSet<>();
    bindings.forEach(list -> list.forEach(one -> ports.add(one.path("HostPort").asInt(0))));
    ports.remove(0);
    return ports;
  }
}
