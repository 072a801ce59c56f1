package io.github.chthosting.couchdb.replication;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.server.ConflictException;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A job by its document. */
final class ScheduledJob implements ReplicationJob {
  /** CouchDB writes into the document too, so a conflict may be nobody's fault. */
  private static final int ATTEMPTS = 5;

  private final ScheduledReplicator replicator;
  private final String id;

  ScheduledJob(ScheduledReplicator replicator, String id) {
    this.replicator = replicator;
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Replication definition() {
    return JobDocument.read(id, present().orElseThrow(this::gone).json());
  }

  private Optional<Document> present() {
    return replicator.document(id).or(() -> replicator.document(ScheduledReplicator.PAUSED + id));
  }

  private NotFoundException gone() {
    return new NotFoundException(
        "job " + id, "there is no job " + id + " in " + replicator.database(), "not_found", "gone");
  }

  @Override
  public void change(Replication replication) {
    onLatest(
        () -> {
          Optional<Document> document = replicator.document(id);
          if (document.isEmpty()) {
            changePaused(replication);
          } else if (!JobDocument.read(id, document.get().json()).equals(replication)) {
            rewrite(document.get(), replication);
          }
        });
  }

  private void changePaused(Replication replication) {
    Document paused = replicator.document(ScheduledReplicator.PAUSED + id).orElseThrow(this::gone);
    Document changed = replicator.written(ScheduledReplicator.PAUSED + id, replication);
    paused.rev().ifPresent(changed::rev);
    replicator.replicatorDatabase().put(changed);
  }

  private void rewrite(Document document, Replication replication) {
    Document changed = replicator.written(id, replication);
    document.rev().ifPresent(changed::rev);
    JsonNode owner = document.get("owner");
    if (owner.isString()) {
      changed.set("owner", owner);
    }
    replicator.replicatorDatabase().put(changed);
  }

  @Override
  public void pause() {
    onLatest(
        () -> {
          Optional<Document> document = replicator.document(id);
          if (document.isPresent()) {
            keep(JobDocument.read(id, document.get().json()));
            delete(document.get());
          } else if (present().isEmpty()) {
            throw gone();
          }
        });
  }

  /** First kept, then deleted: a job that both places know is a running one. */
  private void keep(Replication replication) {
    Document kept = replicator.written(ScheduledReplicator.PAUSED + id, replication);
    replicator
        .document(ScheduledReplicator.PAUSED + id)
        .flatMap(Document::rev)
        .ifPresent(kept::rev);
    replicator.replicatorDatabase().put(kept);
  }

  private void delete(Document document) {
    document.rev().ifPresent(rev -> replicator.replicatorDatabase().delete(id, rev));
  }

  @Override
  public void resume() {
    if (replicator.document(id).isEmpty()) {
      replicator.replicatorDatabase().put(replicator.written(id, definition()));
    }
    replicator.forgetPaused(id);
  }

  @Override
  public void restart() {
    onLatest(
        () -> {
          Document document = replicator.document(id).orElseThrow(this::gone);
          rewrite(document, JobDocument.read(id, document.json()));
        });
  }

  @Override
  public void cancel() {
    replicator.forgetPaused(id);
    onLatest(() -> replicator.document(id).ifPresent(this::delete));
  }

  private void onLatest(Runnable write) {
    for (int attempt = 1; ; attempt++) {
      try {
        write.run();
        return;
      } catch (ConflictException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  @Override
  public JobStatus status() {
    return replicator.observe().job(id).orElseThrow(this::gone);
  }

  @Override
  public JobStatus awaitCompleted(Duration limit) {
    return new JobWait(this, limit).until(status -> status.state() == JobState.COMPLETED);
  }

  @Override
  public JobStatus awaitCaughtUp(Database source, Duration limit) {
    CaughtUp caughtUp = new CaughtUp(source, definition());
    return new JobWait(this, limit).until(caughtUp::test);
  }

  @Override
  public String toString() {
    return "ReplicationJob[" + id + "]";
  }
}
