package io.github.chthosting.compose.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.http.Json;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The places to which the folders of a copy are restored. */
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
    Path home = Path.of("/srv/cht");
    Path settings = home.resolve("compose/.env");
    Layout layout =
        new Layout("cht", StartedBy.DIRECT, home, settings, List.of(), "", home.resolve("x"));
    new FileManifest(layout, data, List.of(), Map.of()).write(stage);
    Path to = folder.resolve("restored");
    PlaceFiles place = new PlaceFiles("cht-1", scratch, to);
    Plan plan =
        new Plan("restore", List.of(place.costing(Cost.FREE)))
            .carriedOutBy(FileCopySteps.restoring());
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.apply(journal).await();
    }
    EnvFile environment = EnvFile.read(to.resolve("compose/.env"));
    for (int i = 0; i < data.size(); i++) {
      Path now = Path.of(environment.get("DB" + (i + 1) + "_DATA").orElseThrow());
      assertThat(now).startsWith(to);
      assertThat(now.resolve("_dbs.couch")).hasContent(data.get(i).toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "data, /srv/cht/../../../evil",
    "data, ../evil",
    "data, /",
    "folder, /srv/cht/..",
    "environment, srv/.env",
    "files, /srv/cht/../../x.yml",
    "hashes, /srv/../x",
  })
  void aPlaceThatLeadsElsewhereIsRefused(String member, String place, @TempDir Path folder)
      throws IOException {
    Path home = Path.of("/srv/cht");
    Layout layout =
        new Layout(
            "cht",
            StartedBy.DIRECT,
            home,
            home.resolve(".env"),
            List.of(home.resolve("a.yml")),
            "",
            home.resolve("x"));
    new FileManifest(layout, List.of(home.resolve("couchdb")), List.of(), Map.of()).write(folder);
    assertThat(FileManifest.read(folder).data()).hasSize(1);
    Path file = folder.resolve(FileManifest.NAME);
    ObjectNode json = (ObjectNode) Json.mapper().readTree(Files.readString(file));
    ObjectNode where = (ObjectNode) json.path("layout");
    switch (member) {
      case "data" -> json.putArray("data").add(place);
      case "files" -> where.putArray("files").add(place);
      case "hashes" -> json.putObject("hashes").putObject(place).put("size", 1).put("sha256", "");
      default -> where.put(member, place);
    }
    Files.writeString(file, json.toString());

    assertThatThrownBy(() -> FileManifest.read(folder))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("'" + place + "' is not a path that a copy can have")
        .hasMessageContaining("Nothing was restored");
  }

  private static void write(Path scratch, Path file, String text) throws IOException {
    Path below = scratch.resolve(file.toString().substring(1));
    Files.createDirectories(below.resolveSibling("."));
    Files.writeString(below, text);
  }
}
