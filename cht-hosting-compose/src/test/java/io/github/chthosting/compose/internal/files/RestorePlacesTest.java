package io.github.chthosting.compose.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the folders of a copy are put. */
class RestorePlacesTest {
  @Test
  void disksOfOneNameStayApart(@TempDir Path folder) throws IOException {
    Path scratch = folder.resolve("scratch");
    List<Path> data =
        List.of(
            Path.of("/disk-1/couchdb"), Path.of("/srv/cht/couchdb"), Path.of("/disk-3/couchdb"));
    for (Path each : data) {
      write(scratch, each.resolve("_dbs.couch"), each.toString());
    }
    write(
        scratch,
        Path.of("/srv/cht/compose/.env"),
        "DB1_DATA=/disk-1/couchdb\nDB2_DATA=/srv/cht/couchdb\nDB3_DATA=/disk-3/couchdb\n");
    Path stage = Files.createDirectories(scratch.resolve("srv/cht/.cht-hosting/files/cht-1"));
    Map<String, String> layout = Map.of("project", "cht", "mode", "DIRECT", "folder", "/srv/cht");
    new FileManifest(layout, data, List.of(), Map.of()).write(stage);
    Path to = folder.resolve("restored");
    Map<String, String> arguments =
        Map.of("name", "cht-1", "scratch", scratch.toString(), "to", to.toString());
    Plan plan = new Plan("restore", List.of(new Step("place-files", arguments, Cost.FREE)));
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.apply(journal, ComposePlatform.builder(DockerCli.builder().build()).build().changes())
          .await();
    }
    EnvFile environment = EnvFile.read(to.resolve("compose/.env"));
    for (int i = 0; i < data.size(); i++) {
      Path now = Path.of(environment.get("DB" + (i + 1) + "_DATA").orElseThrow());
      assertThat(now).startsWith(to);
      assertThat(now.resolve("_dbs.couch")).hasContent(data.get(i).toString());
    }
  }

  private static void write(Path scratch, Path file, String text) throws IOException {
    Path below = scratch.resolve(file.toString().substring(1));
    Files.createDirectories(below.resolveSibling("."));
    Files.writeString(below, text);
  }
}
