package io.github.chthosting.compose.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedDatabasesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static ExpectedDatabases of(Map<String, Long> documents) {
    return new ExpectedDatabases(NOON, documents);
  }

  @Test
  void growthAndSmallLossesAreNoReason() {
    ExpectedDatabases before = of(Map.of("medic", 1000L, "_users", 5L, "medic-user-a-meta", 7L));
    assertThat(before.against(of(Map.of("medic", 5000L, "_users", 9L)))).isEmpty();
    assertThat(before.against(of(Map.of("medic", 900L, "_users", 1L)))).isEmpty();
  }

  @Test
  void whatIsMissingOrMuchSmallerIsNamed() {
    ExpectedDatabases before = of(Map.of("medic", 1000L, "medic-sentinel", 1000L, "_users", 5L));
    assertThat(before.against(of(Map.of("medic", 899L, "_users", 5L))))
        .containsExactly(
            "medic has 899 documents, and had 1000",
            "medic-sentinel is not there, and had 1000 documents");
    assertThat(of(Map.of()).against(of(Map.of()))).isEmpty();
  }

  /** Whichever copy CouchDB asks; the counts of copies that were emptied are told beside it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theFullestCopiesAreCounted(int survivor) throws InterruptedException {
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start();
        CouchDb couch =
            CouchDb.builder(server.uri())
                .credentials(Credentials.basic("admin", "password"))
                .build()) {
      couch.database("medic").create(DatabaseOptions.defaults().q(1).n(3));
      for (int i = 0; i < 3; i++) {
        couch.database("medic").put("d" + i, Map.of("n", i));
      }
      assertThat(server.background().awaitIdle(Duration.ofSeconds(20))).isTrue();
      assertThat(ExpectedDatabases.observe(couch).uneven()).isEmpty();
      server.background().pauseShards();
      for (int node = 0; node < 3; node++) {
        if (node != survivor) {
          empty(couch, server.node(node).name());
        }
      }

      ExpectedDatabases seen = ExpectedDatabases.observe(couch);

      assertThat(seen.documents()).containsEntry("medic", 3L);
      assertThat(seen.uneven())
          .containsExactly("medic has 3 documents, and 0 in its emptiest copies");
    }
  }

  /** Empties the copy on a node, as if its volume was lost and its file created again. */
  private static void empty(CouchDb couch, String node) {
    StringBuilder file = new StringBuilder("shards/00000000-ffffffff/medic");
    couch
        .request("GET", "_node", "_local", "_dbs", "medic")
        .json()
        .path("shard_suffix")
        .forEach(code -> file.append((char) code.asInt(0)));
    couch.request("DELETE", "_node", node, file.toString()).json();
    couch.request("PUT", "_node", node, file.toString()).json();
  }

  @Test
  void keptInTheFolderOfTheInstallation(@TempDir Path folder) throws IOException {
    Layout layout =
        new Layout("cht", StartedBy.DIRECT, folder, folder.resolve(".env"), List.of(), "", folder);
    assertThat(ExpectedDatabases.read(layout)).isEmpty();
    ExpectedDatabases expected = of(Map.of("medic", 12L));
    expected.write(layout);
    assertThat(ExpectedDatabases.read(layout)).contains(expected);
    Files.writeString(folder.resolve(".cht-hosting/databases.json"), "{\"recorded\":");
    assertThatThrownBy(() -> ExpectedDatabases.read(layout))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("Restore it, or remove it to start a new record");
  }
}
