package io.github.chthosting.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterSetupTest {
  private static final String SETUP = "/_cluster_setup";
  private final Client client = new Client();
  private EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(2).joined(false).start();
  private URI first = server.uri(0);

  @BeforeEach
  void listenToAll() {
    server.nodes().forEach(node -> node.config("chttpd_auth", "secret", node.name()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String add() {
    return "{\"action\":\"add_node\",\"host\":\"127.0.0.1\",\"port\":"
        + server.uri(1).getPort()
        + ",\"username\":\"admin\",\"password\":\"password\",\"name\":\"couchdb\"}";
  }

  @Test
  void stepsLeadFromSeparateNodesToACluster() throws Exception {
    server.close();
    server =
        EmbeddedCouchDb.builder()
            .nodes(2)
            .joined(false)
            .names("first@127.0.0.1", "couchdb@127.0.0.1")
            .start();
    first = server.uri(0);
    listenToAll();
    assertThat(client.get(first, SETUP).body().path("state").asString(""))
        .isEqualTo("cluster_disabled");
    assertThat(client.post(first, SETUP, add()).error())
        .isEqualTo("bad_request: Cluster is not enabled.");
    String enable =
        "{\"action\":\"enable_cluster\",\"bind_address\":\"0.0.0.0\",\"username\":\"admin\","
            + "\"password\":\"password\",\"node_count\":\"2\"";
    assertThat(client.post(first, SETUP, enable + "}").status()).isEqualTo(201);
    assertThat(client.post(first, SETUP, enable + "}").error())
        .isEqualTo("bad_request: Cluster is already enabled");
    String remote =
        enable
            + ",\"remote_node\":\"127.0.0.1\",\"port\":"
            + server.uri(1).getPort()
            + ",\"remote_current_user\":\"admin\",\"remote_current_password\":\"password\"}";
    assertThat(client.post(first, SETUP, remote).status()).isEqualTo(201);
    assertThat(client.get(server.uri(1), SETUP).body().path("state").asString(""))
        .isEqualTo("cluster_enabled");
    assertThat(client.post(first, SETUP, add()).status()).isEqualTo(201);
    assertThat(client.post(first, SETUP, add()).status()).isEqualTo(409);
    Client.await("both are members", () -> server.nodes().stream().allMatch(this::knowsBoth));
    assertThat(client.post(first, SETUP, "{\"action\":\"finish_cluster\"}").status())
        .isEqualTo(201);
    assertThat(client.post(first, SETUP, "{\"action\":\"finish_cluster\"}").error())
        .isEqualTo("bad_request: Cluster is already finished");
    assertThat(client.get(server.uri(1), SETUP).body().path("state").asString(""))
        .isEqualTo("cluster_finished");
    assertThat(server.node(1).config("chttpd_auth", "secret")).contains("first@127.0.0.1");
    assertThat(server.node(1).config("couchdb", "uuid"))
        .isEqualTo(server.node(0).config("couchdb", "uuid"));
  }

  private boolean knowsBoth(EmbeddedNode node) {
    try {
      return client.get(node.uri(), "/_membership").body().path("cluster_nodes").size() == 2;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nobodyAtTheAddressIsSaid() throws Exception {
    server.node(0).config("chttpd", "bind_address", "0.0.0.0");
    server.node(1).stop();
    assertThat(client.post(first, SETUP, add()).error())
        .isEqualTo("bad_request: Add node failed. Invalid Host and/or Port.");
  }

  @Test
  void aWrongPasswordAddsNobodyAndIsKeptQuiet() throws Exception {
    server.node(0).config("chttpd", "bind_address", "0.0.0.0");
    String wrong = add().replace(":\"password\"", ":\"wrong\"");
    assertThat(client.post(first, SETUP, wrong).status()).isEqualTo(201);
    assertThat(client.get(first, "/_membership").body().path("cluster_nodes")).hasSize(1);
  }

  @Test
  void badRequestsAreToldAsCouchDbTellsThem() throws Exception {
    assertThat(client.post(first, SETUP, "{}").error()).isEqualTo("bad_request: Invalid Action'");
    assertThat(client.post(first, SETUP, "[]").error())
        .isEqualTo("bad_request: Missing JSON body'");
    assertThat(
            client
                .post(
                    first, SETUP, "{\"action\":\"enable_cluster\",\"bind_address\":\"127.0.0.1\"}")
                .error())
        .isEqualTo("error: Cluster setup requires a remote bind_address (not 127.0.0.1 nor ::1)");
    assertThat(client.delete(first, SETUP).error())
        .isEqualTo("method_not_allowed: Only GET,POST allowed");
  }

  @Test
  void aSingleNodeIsOneStep() throws Exception {
    String enable =
        "{\"action\":\"enable_single_node\",\"bind_address\":\"127.0.0.1\",\"username\":\"admin\","
            + "\"password\":\"password\"}";
    assertThat(client.post(first, SETUP, enable).status()).isEqualTo(201);
    assertThat(client.get(first, SETUP).body().path("state").asString(""))
        .isEqualTo("single_node_enabled");
  }

  @Test
  void aNodeCanBeJoinedThroughItsDocumentToo() throws Exception {
    String name = server.node(1).name();
    assertThat(client.put(first, "/_node/_local/_nodes/" + name, "{}").status()).isEqualTo(201);
    Client.await("both are members", () -> server.nodes().stream().allMatch(this::knowsBoth));
    String rev = client.get(first, "/_node/_local/_nodes/" + name).body().path("_rev").asString("");
    assertThat(client.delete(first, "/_node/_local/_nodes/" + name + "?rev=" + rev).status())
        .isEqualTo(200);
    assertThat(client.get(first, "/_membership").body().path("cluster_nodes")).hasSize(1);
  }
}
