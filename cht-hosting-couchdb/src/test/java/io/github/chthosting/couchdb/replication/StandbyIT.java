package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both sites are one cluster here; the standby's databases have other names. */
class StandbyIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Site site = Site.real();
  @TempDir private Path folder;

  @AfterEach
  void cleanUp() {
    Replicator replicator = Replicator.of(site.couch);
    replicator.ids().stream()
        .filter(id -> id.startsWith(JobStandby.PREFIX + site.job("")))
        .flatMap(id -> replicator.find(id).stream())
        .forEach(ReplicationJob::cancel);
    site.close();
  }

  private Standby standby() {
    Endpoint endpoint = site.endpoint(site.couch.database("any"));
    URI server = endpoint.url().resolve("/");
    return Standby.builder(Replicator.of(site.couch), site.couch, site.couch)
        .primaryAt(server, endpoint.credentials())
        .standbyAt(server, endpoint.credentials())
        .databases(name -> name.startsWith(site.job("p-")) && !name.endsWith("-kept"))
        .named(name -> name + "-kept")
        .created(DatabaseOptions.defaults().q(2).n(1))
        .patience(LIMIT)
        .build();
  }

  private void apply(Plan plan, String journal) {
    try (Journal done = Journal.in(folder.resolve(journal))) {
      plan.apply(done).await(LIMIT);
    }
  }

  @Test
  void keepsDatabasesAsTheyAppearAndTakesOver() {
    Database first = site.create("p-one");
    Site.fill(first, 0, 40);
    Standby standby = standby();
    apply(standby.planSync(), "1");
    Database second = site.create("p-two");
    Site.fill(second, 0, 20);
    Plan next = standby.planSync();
    assertThat(next.steps()).hasSize(1);
    apply(next, "2");
    assertThat(standby.planSync().isEmpty()).isTrue();
    apply(standby.planSwitch(), "3");
    assertThat(site.named("p-one-kept").info().documents()).isEqualTo(40);
    assertThat(site.named("p-two-kept").info().documents()).isEqualTo(20);
    assertThat(Replicator.of(site.couch).ids()).noneMatch(id -> id.contains(site.job("p-")));
    assertThat(standby.report().databases()).hasSize(2);
    assertThat(standby.report().unkept()).hasSize(2);
  }
}
