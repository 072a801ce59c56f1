package io.github.chthosting.couchdb.replication;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The speed of a job and how far it is behind, from several observations.
 *
 * @param documentsPerSecond revisions written to the target, over the last minute that was watched
 * @param changesPerSecond changes of the source dealt with, over the same time
 * @param lagChanges changes of the source that are not carried yet; empty while CouchDB does not
 *     know
 * @param lag how old the source's state is that the target has: the time since the source was last
 *     seen with no more changes than are carried now. Empty if that was before the watch began, or
 *     if CouchDB does not say how much is pending
 * @param toCatchUp how long the rest takes at this pace, if the source stood still; empty at no
 *     pace
 */
public record JobPace(
    double documentsPerSecond,
    double changesPerSecond,
    OptionalLong lagChanges,
    Optional<Duration> lag,
    Optional<Duration> toCatchUp) {}
