package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminPasswordIT {
  private final CouchDb couch = RealCluster.connect();
  private final String user = "shx-admin-" + Long.toHexString(System.nanoTime());

  @AfterEach
  void delete() {
    for (String node : Cluster.of(couch).membership().members()) {
      if (couch.node(node).configuration("admins", user).isPresent()) {
        couch.node(node).removeConfiguration("admins", user);
      }
    }
    couch.close();
  }

  private CouchDb as(Credentials credentials) {
    return CouchDb.builder(couch.addresses()).credentials(credentials).attempts(1).build();
  }

  @Test
  void onePasswordAndOneHashOnAllNodes() {
    for (String node : Cluster.of(couch).membership().members()) {
      couch.node(node).configure("admins", user, AdminHash.of(Secret.of("old"), "256", "5a17", 10));
    }
    AdminPassword.on(couch, this::as).change(user, Secret.of("new"));
    Set<String> hashes = new TreeSet<>();
    for (String node : Cluster.of(couch).membership().members()) {
      hashes.add(couch.node(node).configuration("admins", user).orElseThrow());
    }
    assertThat(hashes).hasSize(1);
    assertThat(NodeSettings.of(couch).differences()).doesNotContainKey("admins/" + user);
    try (CouchDb old = as(Credentials.basic(user, "old"))) {
      assertThatThrownBy(() -> Cluster.of(old).membership())
          .isInstanceOf(AccessDeniedException.class);
    }
  }

  @Test
  void anAdministratorThatANodeDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> AdminPassword.on(couch, this::as).change(user, Secret.of("new")))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("has no administrator " + user);
  }
}
