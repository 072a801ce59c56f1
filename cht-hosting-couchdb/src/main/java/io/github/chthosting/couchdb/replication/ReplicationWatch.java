package io.github.chthosting.couchdb.replication;

import io.github.chthosting.plan.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at the jobs of a replicator again and again, and so knows what one look cannot show: pace,
 * lag in time, and jobs that stand still without an error. It looks when {@link #observe()} is
 * called, every 5 to 60 s say, and keeps the last 720 looks at each job, a few numbers each.
 * Thread-safe.
 */
public final class ReplicationWatch {
  private final Replicator replicator;
  private final Duration patience;
  private final Map<String, JobTrack> tracks = new HashMap<>();

  private ReplicationWatch(Replicator replicator, Duration patience) {
    this.replicator = replicator;
    this.patience = patience;
  }

  /** Watches a replicator; a job that stands still with work to do is stalled after 2 minutes. */
  public static ReplicationWatch of(Replicator replicator) {
    return of(replicator, Duration.ofMinutes(2));
  }

  /**
   * Watches a replicator.
   *
   * @param patience how long a job may stand still with work to do before it counts as stalled
   */
  public static ReplicationWatch of(Replicator replicator, Duration patience) {
    return new ReplicationWatch(replicator, patience);
  }

  /** Looks once. */
  public Reading observe() {
    return add(replicator.observe());
  }

  synchronized Reading add(ReplicatorStatus status) {
    Map<String, JobPace> paces = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>();
    Instant at = status.at();
    for (JobStatus job : status.jobs()) {
      JobTrack track = tracks.computeIfAbsent(job.name(), name -> new JobTrack(at, job));
      track.add(at, job);
      paces.put(job.name(), track.pace());
      findings.addAll(Findings.of(job, track.unmovedFor(patience, at)));
    }
    tracks.keySet().retainAll(paces.keySet());
    return new Reading(status, paces, findings);
  }

  /**
   * A look at the jobs, with what the looks before it add to it.
   *
   * @param status what was seen
   * @param paces by {@link JobStatus#name()}
   * @param findings what is wrong, stalled jobs included
   */
  public record Reading(
      ReplicatorStatus status, Map<String, JobPace> paces, List<Finding> findings) {
    public Reading {
      paces = Map.copyOf(paces);
      findings = List.copyOf(findings);
    }
  }
}
