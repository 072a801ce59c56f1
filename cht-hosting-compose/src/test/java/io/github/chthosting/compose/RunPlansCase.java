package io.github.chthosting.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** An installed instance with three containers on an engine that does nothing. */
abstract class RunPlansCase {
  @TempDir Path folder;

  final FakeEngine engine = new FakeEngine();
  final ComposePlatform platform = ComposePlatform.builder(engine).build();

  void clinic() throws IOException {
    Path compose = Files.createDirectories(folder.resolve("compose"));
    Files.writeString(
        compose.resolve("cht-core.yml"),
        """
        services:
          api: {image: "x/cht-api:5.0.2"}
          sentinel: {image: "x/cht-sentinel:5.0.2"}
          nginx: {image: "x/cht-nginx:5.0.2"}
          haproxy: {image: "x/cht-haproxy:5.0.2"}
          couchdb: {image: "x/cht-couchdb:5.0.2"}
        """);
    Files.writeString(compose.resolve(".env"), "COUCHDB_PASSWORD=x\n");
    for (String service : List.of("api", "sentinel", "nginx", "haproxy", "couchdb")) {
      ObjectNode node =
          engine.container(
              "clinic",
              service,
              "x/cht-" + service + ":5.0.2",
              Map.of(
                  "project.working_dir",
                  compose.toString(),
                  "project.config_files",
                  compose.resolve("cht-core.yml").toString()));
      if (service.equals("couchdb")) {
        FakeEngine.mount(node, folder.resolve("couchdb").toString(), "/opt/couchdb/data");
      }
    }
  }

  ComposeInstance instance() {
    return platform.instance("clinic").orElseThrow();
  }
}
