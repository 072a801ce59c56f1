package io.github.chthosting.couchdb.internal;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The one list of what a database is beside its documents. Backup, restore, moves, rebuilds,
 * cut-over and verification go by it, so that none forgets what another carries.
 *
 * <p>Documents are all leaf revisions with their histories and attachments, design documents
 * included; purges are carried by purging what the source has no longer; whether ids have
 * partitions is said when a database is created; indexes are built from design documents, or
 * carried by {@code internal.shards.KeptIndexes}.
 */
public final class DatabaseContents {
  /** Who may read it and change its design, and how much it remembers; each set by {@code PUT}. */
  public static final List<String> SETTINGS =
      List.of("_security", "_revs_limit", "_purged_infos_limit");

  /** Those that a node's own path to a file has; the others are of the database as a whole. */
  public static final List<String> SETTINGS_OF_FILES = List.of("_security", "_revs_limit");

  private DatabaseContents() {}

  /** What a {@code _local} document is. */
  public enum Local {
    /** Of a replication, CouchDB's or PouchDB's; worthless elsewhere. */
    CHECKPOINT,
    /** Of an index or a copy, for purges; worthless elsewhere. */
    PURGE,
    /** Of internal replication between the copies of a range; worthless elsewhere. */
    SYNC,
    /** Somebody's data. */
    OTHER
  }

  /** Says what a {@code _local} document is. */
  public static Local local(String id, JsonNode content) {
    if (id.startsWith("_local/purge-")) {
      return Local.PURGE;
    }
    // CouchDB before 3.4 lists these, and does not give them by their id.
    if (id.startsWith("_local/shard-")) {
      return Local.SYNC;
    }
    boolean checkpoint =
        content.has("replication_id_version")
            || (content.has("session_id") && content.has("history"));
    return checkpoint ? Local.CHECKPOINT : Local.OTHER;
  }

  /** Whether CouchDB itself writes the {@code _local} document of that id. */
  public static boolean isOfServer(String id) {
    return id.startsWith("_local/purge-") || id.startsWith("_local/shard-");
  }
}
