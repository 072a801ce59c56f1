package io.github.chthosting.couchdb.shards;

import io.github.chthosting.HostingException;
import java.util.List;

/**
 * Copies of a range do not hold the same, or cannot be read, and it stays so: what one of them
 * tells proves nothing, and so nothing is decided by it. Nothing was deleted.
 */
public final class DegradedDatabaseException extends HostingException {
  private static final long serialVersionUID = 1L;

  private final String database;

  @SuppressWarnings("serial") // a list that List.copyOf made can be serialized
  private final List<String> ranges;

  /**
   * @param operation what was to be done
   * @param ranges each with all its copies, their nodes and counts
   */
  public DegradedDatabaseException(String operation, String database, List<String> ranges) {
    super(
        operation,
        "%s refused: copies of %s do not hold the same, or could not be read: %s. Nothing was deleted. Start nodes that are away and end maintenance modes, let the copies be synchronised (POST /%s/_sync_shards) until all have the same counts, and try again, or resume the plan"
            .formatted(operation, database, String.join(" | ", ranges), database),
        false,
        null);
    this.database = database;
    this.ranges = List.copyOf(ranges);
  }

  /** Returns the name of the database. */
  public String database() {
    return database;
  }

  /** Returns the degraded ranges, each with its copies, their nodes and counts. */
  public List<String> ranges() {
    return ranges;
  }
}
