package io.github.chthosting.couchdb.maintenance;

import io.github.chthosting.ByteSize;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The progress of building an index, all ranges and copies together.
 *
 * @param database whose
 * @param design the design document, without {@code _design/}
 * @param kind of what
 * @param index the name of a Nouveau or search index; empty for views, which are built together
 * @param done changes dealt with, of the tasks that were seen
 * @param total changes to deal with
 * @param remaining estimate, at the pace since it was first seen; empty at no pace
 * @param bytes of the index now, one copy of each range; empty where the server does not say
 * @param forecast bytes when it is done, in proportion to what is done; empty before 1 % is done
 */
public record IndexProgress(
    String database,
    String design,
    Kind kind,
    String index,
    long done,
    long total,
    Optional<Duration> remaining,
    OptionalLong bytes,
    OptionalLong forecast) {

  /** The kinds of index. */
  public enum Kind {
    VIEWS,
    /** An index for full-text search: Nouveau or Clouseau. */
    SEARCH
  }

  /** Returns the percent that is done. */
  public int percent() {
    return total == 0 ? 100 : (int) (100 * done / total);
  }

  /** Returns {@code medic/_design/app}, with {@code /index} for a search index. */
  public String name() {
    return database + "/_design/" + design + (index.isEmpty() ? "" : "/" + index);
  }

  /** Returns whether it is of a release that is staged by the CHT, to be switched to later. */
  public boolean isStaged() {
    return design.startsWith(":staged:");
  }

  @Override
  public String toString() {
    String time = remaining.map(left -> ", " + left.toSeconds() + " s to go").orElse("");
    String disk = forecast.isPresent() ? ", will be " + ByteSize.format(forecast.getAsLong()) : "";
    return "%s %d%%%s%s".formatted(name(), percent(), time, disk);
  }
}
