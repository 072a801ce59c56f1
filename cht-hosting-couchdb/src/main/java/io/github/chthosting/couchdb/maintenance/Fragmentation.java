package io.github.chthosting.couchdb.maintenance;

import io.github.chthosting.couchdb.DatabaseInfo.Sizes;
import java.util.Optional;

/**
 * The part of a database's or an index' files that a compaction would free; all ranges, one copy
 * each.
 *
 * @param database its name
 * @param design the design document, without {@code _design/}, of the index of its views; empty for
 *     the database itself
 * @param sizes bytes
 */
public record Fragmentation(String database, Optional<String> design, Sizes sizes) {

  /** Returns the bytes that a compaction would free. */
  public long reclaimable() {
    return Math.max(0, sizes.file() - sizes.active());
  }

  /** Returns their share of the files, 0 to 1. */
  public double share() {
    return sizes.file() == 0 ? 0 : (double) reclaimable() / sizes.file();
  }

  /** Returns {@code medic} or {@code medic/_design/app}. */
  public String name() {
    return design.map(name -> database + "/_design/" + name).orElse(database);
  }
}
