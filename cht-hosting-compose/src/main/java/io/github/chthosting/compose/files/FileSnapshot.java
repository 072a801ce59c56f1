package io.github.chthosting.compose.files;

import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A copy of an instance's files. It is kept in three parts, in the order in which they were read:
 * an index that is newer than its database would be built anew.
 *
 * @param name {@code clinic-20261122T120000Z}
 * @param made when it was begun
 * @param ids of the parts that there are, as the command names them
 */
public record FileSnapshot(String name, Instant made, Map<Part, String> ids) {

  /** The parts of a copy, in the order in which they are read. */
  public enum Part {
    /** The indexes of views and searches. */
    VIEWS,
    /** The files of the shards. */
    DATABASES,
    /** CouchDB's own databases, settings, {@code .env}, release files, certificates, hashes. */
    SYSTEM;

    /** Returns the part's word in names: {@code views}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public FileSnapshot {
    ids = Collections.unmodifiableMap(new TreeMap<>(ids));
  }

  /** Returns whether nothing of it is missing; one that was cut is not. */
  public boolean isComplete() {
    return ids.size() == Part.values().length;
  }
}
