package io.github.chthosting.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.ClusterSetup;
import io.github.chthosting.couchdb.maintenance.IndexBuild;
import io.github.chthosting.couchdb.maintenance.Maintenance;
import io.github.chthosting.couchdb.replication.Endpoint;
import io.github.chthosting.couchdb.replication.Replication;
import io.github.chthosting.couchdb.replication.Replicator;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.RecordedRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls that an older CouchDB does not have: refused by its version, and never sent. */
class UnsupportedVersionTest {
  private static final EmbeddedCouchDb OLD = EmbeddedCouchDb.builder().version("3.3.3").start();
  private static final CouchDb COUCH =
      CouchDb.builder(OLD.uri()).credentials(Credentials.basic("admin", "password")).build();
  private static final Credentials.Basic ADMIN =
      new Credentials.Basic("admin", Secret.of("password"));

  @AfterAll
  static void stop() {
    COUCH.close();
    OLD.close();
  }

  private static Arguments call(String name, Consumer<CouchDb> call) {
    return Arguments.of(name, call);
  }

  private static ObjectNode nouveau() {
    return JsonNodeFactory.instance.objectNode().put("type", "nouveau");
  }

  static Stream<Arguments> of34() {
    return Stream.of(
        call("_nouveau_info", it -> it.database("db").design("d").nouveau("i")),
        call("_nouveau_cleanup", it -> it.database("db").upkeep().cleanUpNouveau()),
        call("an index of Nouveau", it -> it.database("db").mango().createIndex(nouveau())),
        call("the Nouveau index i", it -> IndexBuild.of(it).design("db", "d").start().await()),
        call("_smoosh", it -> it.node().smoosh()),
        call("_smoosh", it -> Maintenance.of(it).smoosh()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("of34")
  void whatCouchDb34BroughtIsRefusedBy33(String name, Consumer<CouchDb> call) {
    Database database = COUCH.database("db");
    if (database.createIfAbsent(DatabaseOptions.defaults())) {
      database.put("_design/d", Map.of("nouveau", Map.of("i", Map.of("index", "f"))));
    }
    OLD.clearRequests();
    assertThatThrownBy(() -> call.accept(COUCH))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessage(
            name + " is unsupported by CouchDB 3.3.3: needs 3.4 or later. Nothing was sent.");
    assertThat(OLD.requests()).extracting(RecordedRequest::method).allMatch("GET"::equals);
    assertThat(OLD.requests())
        .extracting(RecordedRequest::path)
        .noneMatch(path -> path.contains("nouveau") || path.contains("smoosh"));
  }

  @Test
  void aCleanUpLeavesOutWhatThatVersionDoesNotHave() {
    COUCH.database("clean").create();
    assertThat(Maintenance.of(COUCH).cleanUp("clean"::equals)).containsExactly("clean");
  }

  private static Replication job(Consumer<Replication.Builder> options) {
    Replication.Builder job =
        Replication.builder(
            Endpoint.of(URI.create("http://a/db")), Endpoint.of(URI.create("http://b/db")));
    options.accept(job);
    return job.build();
  }

  private static void start(CouchDb couch, Consumer<Replication.Builder> options) {
    Replicator.of(couch).start("job", job(options));
  }

  static Stream<Arguments> ofLater() {
    return Stream.of(
        since("2.3.1", "3.0", ClusterLayout::of),
        since("2.3.1", "3.0", ClusterLayout::measured),
        since("2.3.1", "3.0", it -> Cluster.of(it).plans().shards()),
        since("2.3.1", "3.0", it -> Cluster.of(it).plans().nodes()),
        since("2.3.1", "3.0", it -> Cluster.of(it).plans().ranges()),
        since("2.3.1", "3.0", it -> ClusterSetup.run(it, ADMIN, "0.0.0.0")),
        since("2.3.1", "3.0", it -> it.node().reloadConfiguration()),
        since("2.3.1", "3.0", it -> it.node("a@h").localDatabase("_dbs")),
        since("2.3.1", "3.0", it -> it.database("db").design("d").search("i")),
        since("2.3.1", "3.0", it -> query(it, ViewQuery.allDocuments().partition("p"))),
        since("2.3.1", "3.2", it -> it.node().versions()),
        since("2.3.1", "3.3", it -> start(it, Replication.Builder::winningRevisionsOnly)),
        since("3.2.0", "3.3", it -> start(it, job -> job.bulkGet(true))),
        since("2.3.0", "2.3.1", it -> it.database("db").upkeep().syncShards()),
        since("2.1.0", "2.2", it -> query(it, ViewQuery.localDocuments())),
        since("2.1.0", "2.2", it -> query(it, ViewQuery.designDocuments())),
        since("2.1.0", "2.2", it -> it.databaseInfos(List.of("db"))),
        since("2.1.0", "2.3", it -> it.database("db").upkeep().purge(Map.of())),
        since("2.1.0", "2.3", it -> it.database("db").upkeep().purgedInfosLimit()),
        since("2.1.0", "2.3", it -> it.database("db").upkeep().purgedInfosLimit(5)));
  }

  private static Arguments since(String version, String needed, Consumer<CouchDb> call) {
    return Arguments.of(version, needed, call);
  }

  private static void query(CouchDb couch, ViewQuery query) {
    couch.database("db").query(query).close();
  }

  @ParameterizedTest(name = "{index}: {0} needs {1}")
  @MethodSource("ofLater")
  void whatLaterVersionsBroughtIsNotSent(String version, String needed, Consumer<CouchDb> call) {
    try (FakeCouch fake = new FakeCouch()) {
      fake.answer("{'couchdb':'Welcome','version':'" + version + "'}");
      assertThatThrownBy(() -> call.accept(fake.couch().within(Duration.ofSeconds(5))))
          .isInstanceOf(UnsupportedVersionException.class)
          .hasMessageEndingWith(
              " is unsupported by CouchDB %s: needs %s or later. Nothing was sent.",
              version, needed);
      assertThat(fake.count()).isEqualTo(1);
    }
  }

  /** An old node is not one that is silent. */
  @Test
  void aNodeThatIsTooOldToTellItsNameIsSaidToBeSo() {
    try (FakeCouch fake = new FakeCouch()) {
      fake.answer("{'status':'ok'}").answer("{'all_nodes':['a@h'],'cluster_nodes':['a@h']}");
      fake.answer("{'couchdb':'Welcome','version':'2.3.1'}");
      assertThatThrownBy(() -> Cluster.of(fake.couch()).findings())
          .isInstanceOf(UnsupportedVersionException.class)
          .hasMessageContaining("unsupported by CouchDB 2.3.1: needs 3.0 or later");
    }
  }
}
