package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.Compression;
import java.time.Duration;

/**
 * The options of a backup.
 *
 * @param compression of parts with documents
 * @param partSize bytes before compression after which a new part is begun
 * @param parallel requests at once for what the feed does not tell
 * @param locals whether {@code _local} documents are read
 * @param longestRow bytes that one document may have
 * @param patience how long a stream may stand still
 * @param attempts how often what was cut is read again
 * @param incomplete whether what is known to be short is delivered, and says so
 */
public record Settings(
    Compression compression,
    long partSize,
    int parallel,
    boolean locals,
    int longestRow,
    Duration patience,
    int attempts,
    boolean incomplete) {

  public static Settings defaults() {
    return new Settings(
        Compression.zstd(), 128L << 20, 5, true, 1 << 30, Duration.ofMinutes(5), 5, false);
  }

  public Settings compression(Compression other) {
    return new Settings(
        other, partSize, parallel, locals, longestRow, patience, attempts, incomplete);
  }

  public Settings partSize(long bytes) {
    return new Settings(
        compression, bytes, parallel, locals, longestRow, patience, attempts, incomplete);
  }

  public Settings parallel(int requests) {
    return new Settings(
        compression, partSize, requests, locals, longestRow, patience, attempts, incomplete);
  }

  public Settings locals(boolean wanted) {
    return new Settings(
        compression, partSize, parallel, wanted, longestRow, patience, attempts, incomplete);
  }

  public Settings patience(Duration limit) {
    return new Settings(
        compression, partSize, parallel, locals, longestRow, limit, attempts, incomplete);
  }

  public Settings attempts(int count) {
    return new Settings(
        compression, partSize, parallel, locals, longestRow, patience, count, incomplete);
  }

  public Settings incomplete(boolean accepted) {
    return new Settings(
        compression, partSize, parallel, locals, longestRow, patience, attempts, accepted);
  }
}
