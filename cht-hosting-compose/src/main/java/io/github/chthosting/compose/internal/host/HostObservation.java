package io.github.chthosting.compose.internal.host;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.engine.ContainerStatus;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerVersions;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Looks at an engine and its host. */
record HostObservation(DockerCli docker, ComposeDeployment deployment) {
  private static final DockerCommand INFO = DockerCommand.of("info", "--format", "{{json .}}");

  /** The first port that any user may have. */
  private static final int FIRST_OF_ALL = 1024;

  /** The engine's description of itself. */
  private record Said(DockerVersions versions, JsonNode info, Duration clockAhead) {}

  HostFacts facts() {
    Said said = ask();
    EngineHost engine = new EngineHost(docker.address(), said.info().path("Name").asString(""));
    return facts(said, engine, Projects.containers(docker));
  }

  /** The facts about the host, with what was seen before. */
  HostFacts facts(EngineHost engine, List<ContainerStatus> containers) {
    return facts(ask(), engine, containers);
  }

  private HostFacts facts(Said said, EngineHost engine, List<ContainerStatus> containers) {
    boolean local = engine.isLocal();
    JsonNode info = said.info();
    return new HostFacts(
        said.versions(),
        local,
        info.path("SecurityOptions").toString().contains("name=rootless"),
        info.path("NCPU").asInt(0),
        info.path("MemTotal").asLong(0),
        said.clockAhead(),
        containers,
        local ? listening() : Map.of(),
        addresses(),
        local ? folders() : Map.of());
  }

  private Said ask() {
    DockerVersions versions = docker.versions();
    Instant before = Instant.now();
    JsonNode info = info();
    Instant middle = before.plus(Duration.between(before, Instant.now()).dividedBy(2));
    Instant theirs = OffsetDateTime.parse(info.path("SystemTime").asString("")).toInstant();
    return new Said(versions, info, Duration.between(middle, theirs));
  }

  private JsonNode info() {
    try {
      return Json.mapper().readTree(docker.run(INFO).text());
    } catch (JacksonException e) {
      throw new HostingException(
          INFO.toString(), INFO + ": its answer is not JSON; nothing was changed", false, e);
    }
  }

  private Map<Integer, String> listening() {
    return Stream.of(deployment.httpPort(), deployment.httpsPort())
        .filter(HostObservation::isTaken)
        .collect(Collectors.toMap(port -> port, PortHolder::of));
  }

  static boolean isTaken(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // Connections that have just ended do not count.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return false;
    } catch (IOException e) {
      // Without root, a port below 1024 may be refused to us and free for the engine.
      return port >= FIRST_OF_ALL || PortHolder.isHeld(port);
    }
  }

  private List<String> addresses() {
    try {
      return Arrays.stream(InetAddress.getAllByName(deployment.domain()))
          .map(InetAddress::getHostAddress)
          .toList();
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private Map<String, HostFacts.DataFolder> folders() {
    Map<String, HostFacts.DataFolder> folders = new TreeMap<>();
    deployment.dataFolders().forEach(folder -> folders.put(folder.toString(), look(folder)));
    return folders;
  }

  private static HostFacts.DataFolder look(Path folder) {
    Path there = folder;
    Path above = folder.getParent();
    while (!Files.exists(there) && above != null) {
      there = above;
      above = there.getParent();
    }
    try {
      return new HostFacts.DataFolder(
          there.equals(folder),
          Files.isWritable(there),
          Files.getOwner(there).getName(),
          Files.exists(folder.resolve("_dbs.couch")) || Files.exists(folder.resolve("shards")),
          Files.getFileStore(there).getUsableSpace());
    } catch (IOException e) {
      throw new HostingException(
          "look at " + there, there + " cannot be looked at: " + e, false, e);
    }
  }
}
