package io.github.chthosting.couchdb.backup.store;

import java.util.List;
import java.util.Optional;

/**
 * The contents of a backup as a whole: {@code manifest.json}.
 *
 * @param format always {@link #FORMAT}
 * @param version of the format; a reader refuses one above {@link #VERSION}
 * @param id a UUID of this backup
 * @param tool what wrote it
 * @param started when, in ISO 8601
 * @param finished when, in ISO 8601
 * @param server of which it is
 * @param databases in order of name
 */
public record BackupManifest(
    String format,
    int version,
    String id,
    String tool,
    String started,
    String finished,
    Server server,
    List<Entry> databases) {
  public static final String FORMAT = "cht-hosting-backup";
  public static final int VERSION = 1;

  public BackupManifest {
    databases = databases == null ? List.of() : List.copyOf(databases);
  }

  /** Returns the entry of a database. */
  public Optional<Entry> database(String name) {
    return databases.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /**
   * The CouchDB that was read.
   *
   * @param version such as {@code 3.5.0}
   * @param vendor who packaged it
   * @param uuid its own
   */
  public record Server(String version, String vendor, String uuid) {}

  /**
   * A database of the backup.
   *
   * @param name in CouchDB
   * @param folder of its objects in the backup
   * @param documents as its manifest says
   * @param leaves as its manifest says
   */
  public record Entry(String name, String folder, long documents, long leaves) {}
}
