package io.github.chthosting.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/run migrate-check} on a cluster of embedded servers, as a user calls it. */
class MigrateCheckTest {
  private static final String PASSWORD = "pass-of-the-admin";
  private static final String DESIGNS =
      """
      {"docs":[{"_id":"_design/medic","version":"9.9.9","views":{"by_n":{"map":"function(d){emit(d.n)}"}}}]}""";

  private final EmbeddedCouchDb server =
      EmbeddedCouchDb.builder()
          .nodes(2)
          .admin("admin", PASSWORD)
          .config("chttpd_auth", "secret", "s3cr3t-of-the-cluster")
          .start();
  private final CouchDb couch =
      CouchDb.builder(server.uris()).credentials(Credentials.basic("admin", PASSWORD)).build();
  private final Database medic = couch.database("medic");
  private final Path folder;
  private final ExampleProcess process;

  MigrateCheckTest(@TempDir Path folder) {
    this.folder = folder;
    String urls = server.uris().stream().map(Object::toString).collect(Collectors.joining(","));
    this.process =
        new ExampleProcess(
            folder,
            Map.of("COUCHDB_URL", urls, "COUCHDB_USER", "admin", "COUCHDB_PASSWORD", PASSWORD));
  }

  @BeforeEach
  void fill() {
    medic.create();
    medic.put(Document.of("_design/medic").set("version", "4.10.0"));
    for (int i = 0; i < 20; i++) {
      medic.put("d" + i, Map.of("n", i));
    }
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  private ExampleProcess.Outcome check(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "migrate-check";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    ExampleProcess.Outcome outcome = process.run(all);
    assertThat(outcome.out()).doesNotContain(PASSWORD, "s3cr3t-of-the-cluster");
    return outcome;
  }

  @Test
  void whatWasWrittenDownIsComparedAfterwards() {
    String file = folder.resolve("before.json").toString();
    ExampleProcess.Outcome taken = check("--wait", "2", "--baseline", file);
    assertThat(taken.out()).contains("CHT 4.10.0", "nothing prevents going on");
    assertThat(taken.code()).isZero();
    assertThat(Path.of(file)).content().contains("medic").doesNotContain(PASSWORD);
    ExampleProcess.Outcome same = check("--against", file);
    assertThat(same.out()).contains("medic", "the same");
    assertThat(same.code()).isZero();
    medic.delete("d7", medic.get("d7").rev().orElseThrow());
    ExampleProcess.Outcome differs = check("--against", file);
    assertThat(differs.code()).isEqualTo(1);
    assertThat(differs.out()).contains("1 differ");
    // Another database is not asked about what this one has lost.
    assertThat(check("--against", file, "--db", "_users").code()).isZero();
  }

  @Test
  void aBaselineIsNotWrittenOverAndNotMadeUp() throws IOException {
    Path file = Files.writeString(folder.resolve("kept.json"), "of somebody else");
    ExampleProcess.Outcome over = check("--baseline", file.toString());
    assertThat(over.code()).isEqualTo(1);
    assertThat(over.out()).contains("failed: ").doesNotContain("\tat ");
    assertThat(file).hasContent("of somebody else");
    ExampleProcess.Outcome none = check("--against", folder.resolve("none.json").toString());
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).contains("failed: ", "none.json").doesNotContain("\tat ");
  }

  @Test
  void secretAndUuidAreWrittenForTheirOwnerAlone() throws IOException {
    Path file = folder.resolve("identity");
    assertThat(check("--identity", file.toString()).code()).isZero();
    assertThat(Files.readString(file))
        .startsWith("COUCHDB_SECRET=s3cr3t-of-the-cluster\nCOUCHDB_UUID=");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    ExampleProcess.Outcome again = check("--identity", file.toString());
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.out()).contains("failed: ");
  }

  @Test
  void aReleaseIsIndexedBesideTheOneInUseAndTakenBack() throws IOException {
    server
        .functions()
        .map(
            ":staged:medic",
            "by_n",
            (document, emit) -> emit.emit(document.path("n"), document.path("n")));
    Path designs = Files.createDirectory(folder.resolve("designs"));
    Files.writeString(designs.resolve("medic.json"), DESIGNS);
    ExampleProcess.Outcome built = check("--pre-index", "9.9.9", "--designs", designs.toString());
    assertThat(built.out())
        .contains("staged medic/_design/:staged:medic", "1 design documents are indexed");
    assertThat(built.code()).isZero();
    assertThat(medic.get("_design/medic").get("version").asString("")).isEqualTo("4.10.0");
    ExampleProcess.Outcome back =
        check("--pre-index", "9.9.9", "--designs", designs.toString(), "--unstage");
    assertThat(back.out()).contains("removed medic/_design/:staged:medic");
    assertThat(medic.find("_design/:staged:medic")).isEmpty();
    ExampleProcess.Outcome unknown =
        check("--pre-index", "9.9.9", "--designs", folder.resolve("no").toString());
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.out()).contains("failed: ").doesNotContain("\tat ");
  }
}
