package io.github.chthosting.compose;

import io.github.chthosting.Secret;
import io.github.chthosting.compose.engine.DockerAnswer;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerLines;
import io.github.chthosting.compose.engine.DockerVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An engine of containers that do nothing, and a record of what was asked of it. */
final class FakeEngine implements DockerCli {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, ObjectNode> containers = new TreeMap<>();
  private final List<String> commands = new ArrayList<>();
  private final Map<String, List<String>> answers = new TreeMap<>();

  /** One of this host, unless it is told to say otherwise. */
  FakeEngine() {
    try {
      String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      answering("info --format {{.Name}}", host);
      answering(
          "info --format {{json .}}",
          "{\"Name\":\"%s\",\"NCPU\":8,\"MemTotal\":17000000000,\"SystemTime\":\"%s\"}"
              .formatted(host, Instant.now()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of another host. */
  static FakeEngine elsewhere() {
    return new FakeEngine()
        .answering("info --format {{.Name}}", "far")
        .answering("context inspect", "ssh://ops@far");
  }

  /** A container of a project, running. */
  ObjectNode container(String project, String service, String image, Map<String, String> labels) {
    String name = project + "-" + service + "-1";
    ObjectNode node = JSON.createObjectNode();
    node.put("Id", name).put("Name", "/" + name).put("RestartCount", 0);
    node.withObject("/State").put("Status", "running").put("StartedAt", "2026-11-22T12:00:00Z");
    node.withObject("/HostConfig/RestartPolicy").put("Name", "always");
    node.withObject("/NetworkSettings/Networks/" + project + "-net");
    ObjectNode config = node.withObject("/Config");
    config.put("Image", image);
    ObjectNode all = config.putObject("Labels");
    all.put("com.docker.compose.project", project).put("com.docker.compose.service", service);
    labels.forEach((label, value) -> all.put("com.docker.compose." + label, value));
    containers.put(name, node);
    return node;
  }

  static void mount(ObjectNode container, String source, String destination) {
    container
        .withArray("/Mounts")
        .addObject()
        .put("Type", "bind")
        .put("Source", source)
        .put("Destination", destination);
  }

  static void volume(ObjectNode container, String name, String destination) {
    container
        .withArray("/Mounts")
        .addObject()
        .put("Type", "volume")
        .put("Name", name)
        .put("Destination", destination);
  }

  /** One that was made here. */
  ObjectNode get(String name) {
    return java.util.Objects.requireNonNull(containers.get(name));
  }

  static void variable(ObjectNode container, String setting) {
    container.withArray("/Config/Env").add(setting);
  }

  /** Takes all containers away. */
  void clear() {
    containers.clear();
  }

  /** Sets the answer to commands that begin so. */
  FakeEngine answering(String command, String... lines) {
    answers.put(command, List.of(lines));
    return this;
  }

  /** The commands that were run, except for questions about containers. */
  List<String> commands() {
    return commands;
  }

  @Override
  public DockerAnswer run(DockerCommand command, Consumer<String> onLine) {
    List<String> arguments = command.arguments();
    if (arguments.get(0).equals("ps")) {
      return new DockerAnswer(List.copyOf(containers.keySet()), List.of());
    }
    String words = String.join(" ", arguments);
    Optional<List<String>> said =
        answers.entrySet().stream()
            .filter(each -> words.startsWith(each.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    if (arguments.get(0).equals("inspect") && said.isEmpty()) {
      ArrayNode all = JSON.createArrayNode();
      arguments.stream().filter(containers::containsKey).map(containers::get).forEach(all::add);
      return new DockerAnswer(List.of(all.toString()), List.of());
    }
    commands.add(words);
    return new DockerAnswer(said.orElse(List.of()), List.of());
  }

  @Override
  public DockerVersions versions() {
    return new DockerVersions("28.2.2", "20.10.24", "1.41", "2.26.1");
  }

  @Override
  public DockerLines open(DockerCommand command) {
    Iterator<String> lines = run(command).lines().iterator();
    return new DockerLines() {
      @Override
      public boolean hasNext() {
        return lines.hasNext();
      }

      @Override
      public String next() {
        return lines.next();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public DockerCli hiding(Collection<Secret> secrets) {
    return this;
  }
}
