package io.github.chthosting.couchdb.backup;

import java.time.Duration;
import java.util.List;

/**
 * What a backup has written.
 *
 * @param manifest of the whole
 * @param databases one manifest each, in order of name
 * @param elapsed how long it took
 */
public record BackupReport(
    BackupManifest manifest, List<DatabaseManifest> databases, Duration elapsed) {
  public BackupReport {
    databases = List.copyOf(databases);
  }

  /** Documents, deleted ones included. */
  public long documents() {
    return databases.stream().mapToLong(database -> database.counts().documents()).sum();
  }

  /** Leaf revisions: more than documents where there are conflicts. */
  public long leaves() {
    return databases.stream().mapToLong(database -> database.counts().leaves()).sum();
  }

  /** Bytes of JSON before compression. */
  public long bytes() {
    return databases.stream().mapToLong(database -> database.counts().bytes()).sum();
  }

  /** Bytes of all parts in the store. */
  public long stored() {
    return databases.stream()
        .flatMap(database -> database.parts().stream())
        .mapToLong(DatabaseManifest.Part::bytes)
        .sum();
  }
}
