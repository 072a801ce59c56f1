package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSetupTest {
  private static final Credentials.Basic ADMIN =
      new Credentials.Basic("admin", Secret.of("password"));

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void makesOneClusterAndMayBeRunAgain(int nodes) {
    String[] names =
        IntStream.range(0, nodes).mapToObj("n%d@127.0.0.1"::formatted).toArray(String[]::new);
    try (EmbeddedCouchDb server =
            EmbeddedCouchDb.builder().nodes(nodes).names(names).joined(false).start();
        CouchDb couch = CouchDb.builder(server.uris()).credentials(ADMIN).build()) {
      Membership first = ClusterSetup.run(couch, ADMIN, "0.0.0.0");
      Membership again = ClusterSetup.run(couch, ADMIN, "0.0.0.0");

      assertThat(first.members()).hasSize(nodes).isEqualTo(again.members());
      assertThat(couch.databases()).contains("_users", "_replicator");
      assertThat(Cluster.of(couch).memberships())
          .allSatisfy(view -> assertThat(view.members()).hasSize(nodes));
    }
  }
}
