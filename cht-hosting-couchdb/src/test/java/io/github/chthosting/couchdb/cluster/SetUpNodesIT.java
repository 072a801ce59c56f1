package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Set-up and passwords of real nodes. */
class SetUpNodesIT extends NodesCase {
  SetUpNodesIT(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void setUpMakesOneIdentityAndSessionsHoldOnAllNodes() {
    try (CouchDb couch = cluster(A, B, C)) {
      assertThat(ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0").members()).hasSize(3);
      assertThat(NodeSettings.of(couch).differences()).isEmpty();
      assertThat(layout(couch).nodes()).hasSize(3);
      for (int from = 0; from < 3; from++) {
        String cookie = session(couch, from, "password");
        for (int to = 0; to < 3; to++) {
          assertThat(userOf(couch, to, cookie)).isEqualTo("admin");
        }
      }
    }
  }

  @Test
  void setUpGoesOnAfterAnyStep() {
    nodes.start(A, B, C);
    try (CouchDb couch = nodes.client(A, B, C)) {
      // Cut after one node was enabled.
      couch
          .at(1)
          .request("POST", "_cluster_setup")
          .body(
              Map.of(
                  "action",
                  "enable_cluster",
                  "username",
                  "admin",
                  "password",
                  "password",
                  "bind_address",
                  "0.0.0.0",
                  "node_count",
                  3))
          .json();
      nodes.kill(C);
      assertThatThrownBy(() -> ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0"))
          .isInstanceOf(HostingException.class);
      nodes.start(C);
      assertThat(ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0").members()).hasSize(3);
      // As after a node was set up once more by hand: it has a secret and a salt of its own.
      couch.at(2).node().configure("chttpd_auth", "secret", "0123456789abcdef");
      couch.at(2).node().configure("admins", "admin", "password");
      assertThat(NodeSettings.of(couch).differences()).isNotEmpty();
      ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0");
      assertThat(NodeSettings.of(couch).differences()).isEmpty();
      assertThat(userOf(couch, 2, session(couch, 0, "password"))).isEqualTo("admin");
    }
  }

  @Test
  void thePasswordIsChangedOnAllNodesOrOnNone() {
    try (CouchDb couch = cluster(A, B, C)) {
      String before = session(couch, 1, "password");
      AdminPassword.on(couch, it -> CouchDb.builder(couch.addresses()).credentials(it).build())
          .change("admin", Secret.of("another"));
      try (CouchDb now =
          CouchDb.builder(couch.addresses())
              .credentials(Credentials.basic("admin", "another"))
              .build()) {
        assertThat(NodeSettings.of(now).differences()).isEmpty();
        assertThat(userOf(now, 2, before)).as("an old session, of 3.4 or later").isEqualTo("null");
        assertThat(userOf(now, 2, session(now, 0, "another"))).isEqualTo("admin");
        for (int address = 0; address < 3; address++) {
          CouchDb old = couch.at(address);
          assertThatThrownBy(() -> Cluster.of(old).membership())
              .as("the old password at address %d", address)
              .isInstanceOf(AccessDeniedException.class);
        }
        nodes.kill(C);
        assertThatThrownBy(
                () ->
                    AdminPassword.on(
                            now, it -> CouchDb.builder(now.addresses()).credentials(it).build())
                        .change("admin", Secret.of("third")))
            .isInstanceOf(PlanRefusedException.class)
            .hasMessageContaining(C);
        assertThat(Cluster.of(now.at(0)).membership().members()).hasSize(3);
      }
    }
  }
}
