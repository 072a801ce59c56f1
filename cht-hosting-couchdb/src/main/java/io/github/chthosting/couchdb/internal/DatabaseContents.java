package io.github.chthosting.couchdb.internal;

import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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
  /**
   * The settings of a database, each set by {@code PUT}: who may read it and change its design, and
   * how many revisions and purges it remembers.
   */
  public static final List<String> SETTINGS =
      List.of("_security", "_revs_limit", "_purged_infos_limit");

  /**
   * The settings that a node's own path to a file has; the others belong to the database as a
   * whole.
   */
  public static final List<String> SETTINGS_OF_FILES = List.of("_security", "_revs_limit");

  /** The mark of a restore or a rebuild that fills the database; it moves with its ranges. */
  public static final String MARK_OF_DATABASE = "_local/cht-hosting-unfinished";

  /** The mark of a plan that fills a shard file; it stays in that file. */
  public static final String MARK_OF_FILE = "_local/cht-hosting-in-plan";

  private DatabaseContents() {}

  /** Reads all design documents of a database, not deleted. */
  public static List<ObjectNode> designs(Wire wire, String database) {
    List<ObjectNode> designs = new ArrayList<>();
    Call call =
        Call.of("GET", database, "_all_docs")
            .query("startkey", wire.mapper().valueToTree("_design/"))
            .query("endkey", wire.mapper().valueToTree("_design0"))
            .query("include_docs", true);
    try (JsonRows rows = JsonRows.open(wire, call, "rows")) {
      for (JsonNode row = rows.next(); row != null; row = rows.next()) {
        if (row.path("doc") instanceof ObjectNode document) {
          designs.add(document);
        }
      }
    }
    return designs;
  }

  /** The purpose of a {@code _local} document. */
  public enum Local {
    /** The checkpoint of a replication, CouchDB's or PouchDB's; worthless elsewhere. */
    CHECKPOINT,
    /** The purge checkpoint of an index or a copy; worthless elsewhere. */
    PURGE,
    /** The state of internal replication between the copies of a range; worthless elsewhere. */
    SYNC,
    /**
     * The mark of unfinished work of this library that fills the database or the file; worthless
     * elsewhere.
     */
    MARK,
    /** Somebody's data. */
    OTHER
  }

  /** Says what a {@code _local} document is, by its id and the members that it has. */
  public static Local local(String id, Predicate<String> has) {
    if (id.startsWith("_local/purge-")) {
      return Local.PURGE;
    }
    // CouchDB before 3.4 lists these, and does not give them by their id.
    if (id.startsWith("_local/shard-")) {
      return Local.SYNC;
    }
    if (id.equals(MARK_OF_DATABASE) || id.equals(MARK_OF_FILE)) {
      return Local.MARK;
    }
    boolean checkpoint =
        has.test("replication_id_version") || (has.test("session_id") && has.test("history"));
    return checkpoint ? Local.CHECKPOINT : Local.OTHER;
  }

  /**
   * Returns whether a {@code _local} document is about the file that it is in, and no other may
   * have it.
   */
  public static boolean isOfFile(String id) {
    return id.startsWith("_local/purge-")
        || id.startsWith("_local/shard-")
        || id.equals(MARK_OF_FILE);
  }

  /**
   * Returns whether a {@code _local} document is about this database, and no copy of it may have
   * it.
   */
  public static boolean isOfDatabase(String id) {
    return isOfFile(id) || id.equals(MARK_OF_DATABASE);
  }
}
