package io.github.chthosting.couchdb.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.Restore;
import io.github.chthosting.couchdb.backup.Verify;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.http.Call;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ShardCopiesTest {
  private static final int DOCUMENTS = 500;

  @TempDir Path folder;
  private EmbeddedCouchDb server;
  private CouchDb couch;

  @BeforeEach
  void backUp() {
    server = EmbeddedCouchDb.builder().nodes(3).start();
    couch =
        CouchDb.builder(server.uris())
            .credentials(Credentials.basic("admin", "password"))
            .attempts(2)
            .build();
    Database source = couch.database("source");
    source.create(DatabaseOptions.defaults().q(2));
    Wire wire = Wire.of(source);
    List<JsonNode> documents = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      documents.add(
          wire.mapper()
              .createObjectNode()
              .put("_id", "d" + i)
              .put("_rev", "1-%032x".formatted(i + 1)));
    }
    wire.run(
        wire.post(List.of("source", "_bulk_docs"), Map.of("new_edits", false, "docs", documents)));
    Backup.of(couch).databases("source").to(store()).start().await();
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  private BackupStore store() {
    return BackupStore.folder(folder.resolve("backup"));
  }

  private Restore restore() {
    return Restore.from(store()).to(couch).rename("source", "copy").q(4).n(2);
  }

  private void verify() {
    Verify.backup(store()).against(couch).rename("source", "copy").start().await().requireSame();
  }

  private static final class Files {
    final Wire wire;
    final MapDocument map;

    Files(CouchDb couch) {
      wire = Wire.of(couch);
      map =
          new MapDocument(
              (ObjectNode) wire.json(Call.of("GET", "_node", "_local", "_dbs", "copy")));
    }

    List<Long> documents(String range) {
      return map.ranges().get(range).stream()
          .map(node -> new ShardFile(wire, node, map.file(range)).requireInfo().documents())
          .toList();
    }
  }

  @Test
  void everyCopyOfANewDatabaseIsWrittenDirectly() {
    server.inject(Fault.on("POST", "/copy/_bulk_docs").status(500));

    restore().start().await();

    verify();
    Files files = new Files(couch);
    long total = 0;
    for (String range : files.map.ranges().keySet()) {
      List<Long> copies = files.documents(range);
      assertThat(copies).hasSize(2);
      assertThat(copies.get(0)).isEqualTo(copies.get(1)).isPositive();
      total += copies.get(0);
    }
    assertThat(total).isEqualTo(DOCUMENTS);
  }

  @Test
  void aCopyThatIsGoneOrDoesNotAnswerLeavesItToTheCluster() {
    for (int status : new int[] {404, 503}) {
      server.inject(
          Fault.on(request -> request.method().equals("POST") && isFile(request.path()))
              .status(status)
              .times(40));

      assertThat(restore().start().await().documents()).isEqualTo(DOCUMENTS);

      verify();
      couch.database("copy").delete();
    }
  }

  @Test
  void anErrorInTheAnswerOfACopyLeavesItToTheCluster() {
    String timeout = "\"error\":\"timeout\",\"reason\":\"slow\"";
    for (String answer : List.of("{" + timeout + "}", "[{\"id\":\"d1\"," + timeout + "}]")) {
      server.inject(
          Fault.on(request -> request.method().equals("POST") && isFile(request.path()))
              .status(201, answer)
              .times(4));

      assertThat(restore().start().await().documents()).isEqualTo(DOCUMENTS);

      verify();
      couch.database("copy").delete();
    }
  }

  private static boolean isFile(String path) {
    return path.startsWith("/_node/") && path.contains("/shards%2F");
  }

  @Test
  void anExistingDatabaseIsWrittenThroughTheCluster() {
    couch.database("copy").create(DatabaseOptions.defaults().q(4).n(2));
    server.inject(
        Fault.on(request -> request.method().equals("POST") && isFile(request.path())).status(400));

    restore().start().await();

    verify();
  }

  @Test
  void aDocumentOfAPartitionIsInItsRangeHoweverItsIdIsSpelled() {
    Database source = couch.database("parts");
    source.create(DatabaseOptions.defaults().q(8).partitioned());
    Wire wire = Wire.of(source);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ids.add("p" + i + ":back\\slash\"" + i);
      ids.add("p" + i + ":plain");
      ids.add("\u00e9" + i + ":\n");
    }
    ids.forEach(id -> wire.run(wire.put(List.of("parts", id), wire.mapper().createObjectNode())));
    BackupStore parts = BackupStore.folder(folder.resolve("parts"));
    Backup.of(couch).databases("parts").to(parts).start().await();

    Restore.from(parts).to(couch).rename("parts", "copy").q(8).start().await();

    for (String id : ids) {
      assertThat(wire.json(Call.of("GET", "copy", id)).path("_id").asString("")).isEqualTo(id);
    }
  }

  @Test
  void aMapThatChangedMeanwhileIsFoundOut() {
    Database copy = couch.database("copy");
    copy.create(DatabaseOptions.defaults().q(4).n(1));
    ShardCopies copies = ShardCopies.of(copy, Map.of()).orElseThrow();
    copies.requireSameMap();
    Files files = new Files(couch);
    String range = files.map.ranges().firstKey();
    String elsewhere =
        Cluster.of(couch).membership().members().stream()
            .filter(node -> !files.map.ranges().get(range).contains(node))
            .findFirst()
            .orElseThrow();
    MapDocument edited = files.map.with(List.of(new Placement(range, elsewhere)));
    files.wire.run(files.wire.put(List.of("_node", "_local", "_dbs", "copy"), edited.json()));

    assertThatThrownBy(copies::requireSameMap)
        .isInstanceOf(HostingException.class)
        .hasMessage(
            "restore of copy: its ranges were moved or split while they were written. Restore"
                + " again when no move runs.");
  }
}
