package io.github.chthosting.couchdb.replication;

import java.time.Instant;
import java.util.Optional;

/**
 * An action of the scheduler on a job.
 *
 * @param at when, by the clock of the node that ran it, in whole seconds
 * @param type {@code added}, {@code started}, {@code stopped} or {@code crashed}
 * @param failure why it crashed
 */
public record JobEvent(Instant at, String type, Optional<JobFailure> failure) {}
