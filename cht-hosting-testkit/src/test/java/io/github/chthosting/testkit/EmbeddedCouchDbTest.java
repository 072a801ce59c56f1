package io.github.chthosting.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedCouchDbTest {
  private final Client client = new Client();

  @Test
  void oneNodeIsSetUpAndAnswers() throws Exception {
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().start()) {
      Client.Answer welcome = client.get(server.uri(), "/");
      assertThat(welcome.body().path("couchdb").asString("")).isEqualTo("Welcome");
      assertThat(welcome.header("Server")).isEqualTo("CouchDB/3.5.2 (Erlang OTP/25)");
      assertThat(welcome.header("Cache-Control")).isEqualTo("must-revalidate");
      assertThat(welcome.header("X-Couch-Request-ID")).matches("[0-9a-f]{10}");
      assertThat(client.get(server.uri(), "/_cluster_setup").text())
          .isEqualTo("{\"state\":\"single_node_enabled\"}\n");
      assertThat(client.get(server.uri(), "/_all_dbs").text())
          .isEqualTo("[\"_replicator\",\"_users\"]\n");
    }
  }

  @Test
  void joinedNodesKnowEachOtherAndShareSessions() throws Exception {
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start()) {
      for (URI uri : server.uris()) {
        assertThat(client.get(uri, "/_membership").body().path("cluster_nodes")).hasSize(3);
        assertThat(client.get(uri, "/_all_dbs").body()).hasSize(2);
      }
      Client.Answer login =
          client.post(server.uri(0), "/_session", "{\"name\":\"admin\",\"password\":\"password\"}");
      String cookie = login.header("Set-Cookie").replaceFirst(";.*", "");
      HttpRequest other =
          HttpRequest.newBuilder(server.uri(2).resolve("/_session"))
              .header("Cookie", cookie)
              .build();
      assertThat(client.ask(other).body().at("/info/authenticated").asString(""))
          .isEqualTo("cookie");
    }
  }

  @Test
  void dataAndConfigurationAreFoundAgain(@TempDir Path folder) throws Exception {
    EmbeddedCouchDb.Builder builder = EmbeddedCouchDb.builder().nodes(2).folder(folder);
    String uuid;
    try (EmbeddedCouchDb server = builder.start()) {
      assertThat(client.put(server.uri(), "/medic?q=4", "").status()).isEqualTo(201);
      assertThat(client.put(server.uri(), "/medic/a", "{\"x\":1}").status()).isEqualTo(201);
      server.node(1).config("some", "key", "value");
      uuid = client.get(server.uri(), "/").body().path("uuid").asString("");
    }
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(2).folder(folder).start()) {
      assertThat(client.get(server.uri(1), "/medic/a").body().path("x").asInt(0)).isEqualTo(1);
      assertThat(client.get(server.uri(1), "/medic/_shards").body().path("shards")).hasSize(4);
      assertThat(server.node(1).config("some", "key")).contains("value");
      assertThat(client.get(server.uri(1), "/").body().path("uuid").asString("")).isEqualTo(uuid);
    }
  }

  /**
   * The files are as a container has them: an administrator's password by hand, and its hash
   * afterwards.
   */
  @Test
  void dataAndConfigurationHavePlacesOfTheirOwn(@TempDir Path folder) throws Exception {
    Path ini = folder.resolve("local.d/credentials.ini");
    Files.createDirectories(folder.resolve("local.d"));
    Files.writeString(ini, "; by hand\n[admins]\nadmin=by-hand\n\n[cluster]\nq=3\n");
    EmbeddedCouchDb.Builder builder =
        EmbeddedCouchDb.builder().files(0, folder.resolve("data"), ini).address("0.0.0.0");
    try (EmbeddedCouchDb server = builder.start()) {
      Client byHand = new Client("admin", "by-hand");
      assertThat(byHand.put(server.uri(), "/medic", "").status()).isEqualTo(201);
      assertThat(byHand.get(server.uri(), "/medic/_shards").body().path("shards")).hasSize(3);
      assertThat(client.get(server.uri(), "/medic").status()).isEqualTo(401);
    }
    assertThat(ini).content().contains("admin = -pbkdf2").doesNotContain("by-hand");
    assertThat(folder.resolve("data")).isNotEmptyDirectory();
  }

  @Test
  void aStoppedNodeRefusesAndComesBackWithItsData() throws Exception {
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start()) {
      client.put(server.uri(), "/medic?q=1&n=3", "");
      client.put(server.uri(), "/medic/a", "{}");
      URI stopped = server.uri(2);
      server.node(2).stop();
      assertThat(server.node(2).isUp()).isFalse();
      assertThatThrownBy(() -> client.get(stopped, "/")).isInstanceOf(ConnectException.class);
      assertThat(client.get(server.uri(), "/_membership").body().path("all_nodes")).hasSize(2);
      assertThat(client.put(server.uri(), "/medic/b", "{}").status()).isEqualTo(201);
      assertThat(client.put(server.uri(), "/medic/c?w=3", "{}").status()).isEqualTo(202);
      String name = server.node(2).name();
      assertThat(client.get(server.uri(), "/_node/" + name + "/_config").error())
          .isEqualTo("nodedown: " + name + " is down");
      server.node(2).start();
      assertThat(server.uri(2)).isEqualTo(stopped);
      server.background().awaitIdle(java.time.Duration.ofSeconds(30));
      String shard = shard(server, "/medic", name);
      Client.await(
          "the node caught up",
          () -> client(stopped, "/_node/_local/" + shard).body().path("doc_count").asInt(0) == 3);
    }
  }

  private Client.Answer client(URI uri, String path) {
    try {
      return client.get(uri, path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The path of the only shard of a database with q=1. */
  private String shard(EmbeddedCouchDb server, String database, String node) throws Exception {
    for (var name : client.get(server.uri(), "/_node/" + node + "/_all_dbs").body()) {
      if (name.asString("").contains(database + ".")) {
        return name.asString("").replace("/", "%2F");
      }
    }
    throw new AssertionError("no shard of " + database + " at " + node);
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().start()) {
      int taken = server.uri().getPort();
      assertThatThrownBy(() -> EmbeddedCouchDb.builder().ports(taken).start())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("cannot listen on 127.0.0.1:" + taken);
    }
  }

  @Test
  void requestsAreRecordedByNode() throws Exception {
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(2).start()) {
      client.get(server.uri(1), "/_up?x=1");
      assertThat(server.requests()).containsExactly(new RecordedRequest(1, "GET", "/_up", "x=1"));
      server.clearRequests();
      assertThat(server.requests()).isEmpty();
    }
  }
}
