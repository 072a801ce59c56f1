package io.github.chthosting.couchdb.internal.shards;

import java.time.Duration;

/**
 * The settings of a {@link MoveRun}.
 *
 * @param atOnce ranges that are copied at the same time
 * @param pace of all copying
 * @param mapLimit how long the slowest node may take to hear of a new map
 * @param grace given to a node that cannot be asked itself
 * @param quiet how long copies that left must be without writes
 * @param warmPause how long nothing may be seen of the index builder before it is taken to be done,
 *     or switched off
 * @param warmLimit how long it may take
 */
public record MoveSettings(
    int atOnce,
    Pace pace,
    Duration mapLimit,
    Duration grace,
    Duration quiet,
    Duration warmPause,
    Duration warmLimit) {}
