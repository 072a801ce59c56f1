package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplicatorIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Site site = Site.real();
  private final Replicator replicator = Replicator.of(site.couch);

  @AfterEach
  void cleanUp() {
    site.cancelJobs();
    site.close();
  }

  @Test
  void carriesADatabaseOnceIntoOneThatItCreates() {
    Database source = site.create("once");
    Database target = site.named("once-copy");
    Site.fill(source, 0, 300);
    Replication replication =
        Replication.builder(site.endpoint(source), site.endpoint(target))
            .createTarget(DatabaseOptions.defaults().q(3))
            .build();
    ReplicationJob job = replicator.start(site.job("once"), replication);
    JobStatus status = job.awaitCompleted(LIMIT);
    assertThat(status.counts().documentsWritten()).isEqualTo(300);
    assertThat(target.info().documents()).isEqualTo(300);
    assertThat(target.info().cluster().orElseThrow().q()).isEqualTo(3);
    assertThat(replicator.start(site.job("once"), replication).definition()).isEqualTo(replication);
    Site.fill(source, 300, 5);
    job.restart();
    job.awaitCaughtUp(source, LIMIT);
    assertThat(target.info().documents()).isEqualTo(305);
  }

  @Test
  void followsPausesAndGoesOn() {
    Database source = site.create("follow");
    Database target = site.create("follow-copy");
    Site.fill(source, 0, 50);
    Replication replication =
        Replication.builder(site.endpoint(source), site.endpoint(target)).continuous().build();
    ReplicationJob job = replicator.start(site.job("follow"), replication);
    JobStatus status = job.awaitCaughtUp(source, LIMIT);
    assertThat(status.state()).isEqualTo(JobState.RUNNING);
    assertThat(target.info().documents()).isEqualTo(50);
    job.pause();
    assertThat(job.status().state()).isEqualTo(JobState.PAUSED);
    Site.fill(source, 50, 10);
    job.resume();
    job.awaitCaughtUp(source, LIMIT);
    assertThat(target.info().documents()).isEqualTo(60);
    job.cancel();
    assertThat(replicator.find(site.job("follow"))).isEmpty();
  }

  @Test
  void carriesOnlyTheDocumentsThatAreNamed() {
    Database source = site.create("some");
    Database target = site.create("some-copy");
    Site.fill(source, 0, 20);
    source.put(Document.of("a+b%20c"));
    Replication replication =
        Replication.builder(site.endpoint(source), site.endpoint(target))
            .documents(List.of("doc-3", "a+b%20c"))
            .build();
    ReplicationJob job = replicator.start(site.job("some"), replication);
    job.awaitCompleted(LIMIT);
    job.awaitCaughtUp(source, LIMIT);
    assertThat(target.info().documents()).isEqualTo(2);
    assertThat(target.find("a+b%20c")).isPresent();
  }

  @Test
  void saysWhyAJobCrashes() {
    Database source = site.create("crash");
    Database target = site.create("crash-copy");
    Replication wrong =
        Replication.builder(
                site.endpoint(source).credentials(Credentials.basic("nobody", "wr0ng")),
                site.endpoint(target))
            .build();
    ReplicationJob job = replicator.start(site.job("crash"), wrong);
    assertThatThrownBy(() -> job.awaitCompleted(LIMIT))
        .isExactlyInstanceOf(HostingException.class)
        .hasMessageContaining("ACCESS")
        .hasMessageNotContaining("wr0ng");
    assertThat(replicator.observe().findings())
        .anySatisfy(finding -> assertThat(finding.subject()).isEqualTo(site.job("crash")));
    job.change(Replication.builder(site.endpoint(source), site.endpoint(target)).build());
    job.awaitCompleted(LIMIT);
  }
}
