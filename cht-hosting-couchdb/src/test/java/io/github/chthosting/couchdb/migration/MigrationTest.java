package io.github.chthosting.couchdb.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.DatabaseLayout;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class MigrationTest {
  private static final EmbeddedCouchDb SERVER = EmbeddedCouchDb.builder().nodes(3).start();
  private static final CouchDb COUCH =
      CouchDb.builder(SERVER.uris()).credentials(Credentials.basic("admin", "password")).build();

  @TempDir private Path folder;

  @AfterAll
  static void stop() {
    COUCH.close();
    SERVER.close();
  }

  @Test
  void waitsForAClusterAndSaysWhatIsLacking() {
    assertThat(ClusterWait.until(COUCH, 3, Duration.ofSeconds(20)).await().members()).hasSize(3);
    assertThatThrownBy(() -> ClusterWait.until(COUCH, 4, Duration.ofMillis(1)).await())
        .isExactlyInstanceOf(TimedOutException.class)
        .hasMessageContaining("no cluster of 4 nodes after PT0.001S: 3 members: [");
  }

  @Test
  void theIdentityIsForItsOwnerAloneAndNotShown() throws IOException {
    COUCH.node().configure("chttpd_auth", "secret", "s3cr3t-of-the-cluster");
    InstanceIdentity identity = InstanceIdentity.of(COUCH);
    assertThat(identity.toString()).doesNotContain("s3cr3t").contains(identity.uuid());
    Path file = folder.resolve("env");
    identity.write(file);
    assertThat(Files.readString(file))
        .isEqualTo("COUCHDB_SECRET=s3cr3t-of-the-cluster\nCOUCHDB_UUID=" + identity.uuid() + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> identity.write(file))
        .isExactlyInstanceOf(HostingException.class)
        .hasMessageContaining("for its owner alone")
        .hasMessageNotContaining("s3cr3t");
  }

  private static final String DOCS =
      "{\"docs\":[{\"_id\":\"_design/medic\",\"version\":\"9.9.9\",\"views\":{\"a\":{\"map\":\"function(d){emit(d._id)}\"}}}]}";

  @Test
  void aReleaseIsReadFromAFolderAndFromABuildsServer() throws IOException {
    Files.writeString(folder.resolve("medic.json"), DOCS);
    Files.writeString(folder.resolve("users.json"), DOCS.replace("medic", "users"));
    Files.writeString(folder.resolve("users-meta.json"), DOCS);
    Files.writeString(folder.resolve("notes.txt"), "not one of them");
    ReleaseDesigns local = ReleaseDesigns.in(folder, "9.9.9");
    assertThat(local.databases()).containsOnlyKeys("medic", "_users", "medic-users-meta");
    Database builds = COUCH.database("builds_4");
    builds.createIfAbsent(DatabaseOptions.defaults());
    ObjectNode build = COUCH.mapper().createObjectNode().put("_id", "medic:medic:9.9.9");
    String data = Base64.getEncoder().encodeToString(DOCS.getBytes(StandardCharsets.UTF_8));
    ObjectNode files = build.putObject("_attachments");
    for (String name : List.of("ddocs/medic.json", "docker-compose/x.yml")) {
      files.putObject(name).put("content_type", "application/json").put("data", data);
    }
    builds.put(Document.of(build));
    ReleaseDesigns remote = ReleaseDesigns.of(COUCH, "builds_4", "9.9.9");
    assertThat(remote.databases().get("medic")).isEqualTo(local.databases().get("medic"));
    assertThatThrownBy(() -> ReleaseDesigns.of(COUCH, "builds_4", "1.2.3"))
        .isExactlyInstanceOf(HostingException.class)
        .hasMessageContaining("there is no release 1.2.3 in builds_4");
    assertThatThrownBy(() -> ReleaseDesigns.in(folder.resolve("no"), "1"))
        .isExactlyInstanceOf(HostingException.class);
    builds.delete();
  }

  @Test
  void stagesBesideWhatIsInUseAndTakesItBack() throws IOException {
    Files.writeString(folder.resolve("medic.json"), DOCS);
    Files.writeString(folder.resolve("sentinel.json"), DOCS);
    ReleaseDesigns release = ReleaseDesigns.in(folder, "9.9.9");
    Database medic = COUCH.database("medic");
    medic.create();
    medic.put(Document.of("_design/medic").set("version", "9.9.8"));
    medic.put(Document.of("_design/:staged:foreign").set("version", "other"));
    PreIndex index = PreIndex.of(COUCH, release);
    assertThat(index.stage()).containsExactly("medic/_design/:staged:medic");
    assertThat(index.stage()).isEmpty();
    Document staged = medic.get("_design/:staged:medic");
    assertThat(staged.get("version").asString("")).isEqualTo("preindex-9.9.9");
    assertThat(staged.get("views").has("a")).isTrue();
    assertThat(index.unstage()).containsExactly("medic/_design/:staged:medic");
    assertThat(medic.get("_design/medic").get("version").asString("")).isEqualTo("9.9.8");
    assertThat(medic.find("_design/:staged:foreign")).isPresent();
    medic.delete();
  }

  private static ClusterLayout layout(String... nodes) {
    List<DatabaseLayout.Range> ranges =
        Stream.of(0, 1, 2, 3)
            .map(
                i ->
                    new DatabaseLayout.Range(
                        new ShardRange(i * 0x4000_0000L, (i + 1) * 0x4000_0000L - 1),
                        new TreeSet<>(List.of(nodes)),
                        i == 0 ? 1000 : 300))
            .toList();
    return new ClusterLayout(
        List.of(new ClusterLayout.Node("a", true, false)),
        List.of(
            new DatabaseLayout("medic", false, ranges),
            new DatabaseLayout("_users", false, ranges.subList(0, 2))));
  }

  @Test
  void spreadsFoldersByBytesAndWritesWhatToCopy() {
    ShardDistribution distribution = ShardDistribution.over(layout("a"), List.of("a", "b", "c"));
    assertThat(distribution.json().toString())
        .isEqualTo(
            "{\"00000000-3fffffff\":\"a\",\"40000000-7fffffff\":\"b\",\"80000000-bfffffff\":\"c\",\"c0000000-ffffffff\":\"c\"}");
    List<String> lines =
        distribution.instructions(
            Path.of("/srv/it's main"),
            Map.of("a", Path.of("/srv/it's main"), "b", Path.of("/b"), "c", Path.of("/c")));
    assertThat(lines)
        .contains(
            "if [ -d '/srv/it'\\''s main/shards/40000000-7fffffff' ]; then mkdir -p '/b/shards' && cp -a '/srv/it'\\''s main/shards/40000000-7fffffff' '/b/shards'/; fi")
        .noneMatch(line -> line.contains("00000000-3fffffff"))
        .noneMatch(line -> line.contains("rm ") || line.contains("mv "));
    assertThat(lines).filteredOn(line -> line.contains("/.shards/")).hasSize(3);
    assertThatThrownBy(() -> distribution.instructions(Path.of("/a"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no folder is named for a");
    assertThatThrownBy(() -> ShardDistribution.over(layout("a", "b"), List.of("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 2 copies of");
  }

  @Test
  void theCheckNamesADatabaseOnANodeThatIsGone() {
    Database medic = COUCH.database("moved");
    medic.create(DatabaseOptions.defaults().q(2).n(1));
    assertThat(MigrationCheck.of(COUCH).findings())
        .noneMatch(one -> one.toString().contains("couchdb@127.0.0.1"));
    ObjectNode map = (ObjectNode) COUCH.node().localDatabase("_dbs", "moved");
    String old = map.path("by_node").propertyNames().iterator().next();
    String text = map.toString().replace("\"" + old + "\"", "\"couchdb@127.0.0.1\"");
    COUCH
        .node()
        .request("PUT", "_dbs", "moved")
        .body("application/json", text.getBytes(StandardCharsets.UTF_8))
        .json();
    MigrationReport report = MigrationCheck.of(COUCH);
    assertThat(report.isReady()).isFalse();
    assertThat(report.toString())
        .contains("couchdb@127.0.0.1: 1 databases lie on it, and it is not connected: [moved]")
        .contains("fix the entries marked ERROR first");
    assertThat(report.json().path("ready").asBoolean(false)).isFalse();
    medic.delete();
  }
}
