package io.github.chthosting.compose;

import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Installations of two services in direct mode, with containers of a {@link FakeEngine} or none.
 */
record FakeProjects(FakeEngine engine) {
  private static final List<ReleaseFile> FILES =
      List.of(
          new ReleaseFile(
              "cht-core.yml", "services: {nginx: {image: \"r.example/cht-nginx:5.0.2\"}}\n"),
          new ReleaseFile(
              "cht-couchdb.yml",
              "services: {couchdb: {image: \"r.example/cht-couchdb:5.0.2\"}}\n"));

  ComposePlatform platform() {
    return ComposePlatform.builder(engine)
        .releases((version, topology) -> new Release(version, FILES))
        .build();
  }

  /** Writes the files of a project. */
  void write(Path folder, String project, String... settings) throws IOException {
    Path compose = Files.createDirectories(folder.resolve("compose"));
    for (ReleaseFile file : FILES) {
      Files.writeString(compose.resolve(file.name()), file.text());
    }
    Files.writeString(
        compose.resolve(".env"),
        "COMPOSE_PROJECT_NAME=%s%n%s%n".formatted(project, String.join("\n", settings)));
  }

  /** Adds the containers of a project, running. */
  void start(Path folder, String project) {
    Path compose = folder.resolve("compose");
    Map<String, String> labels =
        Map.of(
            "project.working_dir",
            compose.toString(),
            "project.config_files",
            compose.resolve("cht-core.yml") + "," + compose.resolve("cht-couchdb.yml"));
    for (String service : List.of("nginx", "couchdb")) {
      engine.container(project, service, "r.example/cht-" + service + ":5.0.2", labels);
    }
  }
}
