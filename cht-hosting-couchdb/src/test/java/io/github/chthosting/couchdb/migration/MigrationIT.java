package io.github.chthosting.couchdb.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.replication.Site;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class MigrationIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Site site = Site.real();

  @AfterEach
  void cleanUp() {
    site.close();
  }

  private ObjectNode design(String map) {
    ObjectNode design = site.couch.mapper().createObjectNode();
    design.put("_id", "_design/medic").put("version", "9.9.9");
    design.putObject("views").putObject("by").put("map", map);
    return design;
  }

  private PreIndex index(Database database, String map) {
    TreeMap<String, List<ObjectNode>> databases = new TreeMap<>();
    databases.put(database.name(), List.of(design(map)));
    return PreIndex.of(site.couch, new ReleaseDesigns("9.9.9", databases));
  }

  @Test
  void aReleaseFindsItsIndexBuilt() {
    Database database = site.create("pre");
    Site.fill(database, 0, 2000);
    String map = "function(d){emit(d.name,null)}";
    PreIndex index = index(database, map);
    assertThat(index.stage()).hasSize(1);
    assertThat(index.start().await(LIMIT)).isEqualTo(1);
    String built = database.design(":staged:medic").views().signature();
    long bytes = database.design(":staged:medic").views().sizes().file();
    assertThat(bytes).isPositive();
    // The upgrade puts the same code under its own name, and finds the same files.
    database.put(Document.of(design(map)));
    assertThat(database.design("medic").views().signature()).isEqualTo(built);
    assertThat(database.design("medic").views().sizes().file()).isEqualTo(bytes);
    assertThat(index.unstage()).hasSize(1);
    assertThat(database.design("medic").views().sizes().file()).isEqualTo(bytes);
  }

  @Test
  void codeThatDoesNotCompileIsNamed() {
    Database database = site.create("pre-bad");
    Site.fill(database, 0, 10);
    PreIndex index = index(database, "function(d){ this is no code");
    try {
      index.stage();
      assertThatThrownBy(() -> index.start().await(LIMIT))
          .isExactlyInstanceOf(HostingException.class)
          .hasMessageContaining("_design/:staged:medic cannot be built");
    } catch (HostingException e) {
      // CouchDB may refuse such a design document at once.
      assertThat(e).hasMessageContaining("compilation_error");
    }
  }

  @Test
  void aHealthyClusterIsReady() {
    assertThat(
            ClusterWait.until(site.couch, site.couch.addresses().size(), LIMIT)
                .await(LIMIT)
                .absent())
        .isEmpty();
    MigrationReport report = MigrationCheck.of(site.couch);
    assertThat(report.couchDb()).startsWith("3.");
    assertThat(report.files().bytes()).isPositive();
    assertThat(report.findings())
        .anySatisfy(one -> assertThat(one.detail()).contains("secret and uuid"));
  }
}
