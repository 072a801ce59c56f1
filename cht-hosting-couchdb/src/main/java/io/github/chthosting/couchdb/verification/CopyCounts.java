package io.github.chthosting.couchdb.verification;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.CopyTotals;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Documents of a database, deleted ones included, by all copies of each range. What CouchDB itself
 * counts is one copy of each range, whichever answers first: an emptied one as readily as a full
 * one.
 *
 * @param copies of each range; 1 where there is nothing to compare
 * @param most of the fullest copies
 * @param least of the emptiest copies; a copy that could not be read has none
 * @param unread copies whose node does not answer or has no file of it
 */
public record CopyCounts(int copies, long most, long least, List<String> unread) {
  public CopyCounts {
    unread = List.copyOf(unread);
  }

  /**
   * Counts the databases of those names that are there. One request for all that have one copy of
   * each range; for each other one a request a copy, as an administrator, CouchDB 3.0 or later.
   */
  public static Map<String, CopyCounts> of(CouchDb couch, Collection<String> names) {
    Map<String, CopyCounts> counts = new TreeMap<>();
    couch
        .databaseInfos(names)
        .forEach(
            (name, info) ->
                info.ifPresent(
                    found -> {
                      try {
                        counts.put(name, of(couch, name, found));
                      } catch (NotFoundException e) {
                        // Deleted since it was listed.
                      }
                    }));
    return counts;
  }

  private static CopyCounts of(CouchDb couch, String name, DatabaseInfo info) {
    int n = info.cluster().map(DatabaseInfo.Spread::n).orElse(1);
    CopyTotals totals =
        n > 1 ? CopyTotals.of(DatabaseCopies.read(Wire.of(couch), name)) : CopyTotals.of(info);
    return new CopyCounts(n, totals.most(), totals.least(), totals.unread());
  }

  /** Returns whether all copies could be read, and have as many. */
  public boolean isEven() {
    return most == least && unread.isEmpty();
  }
}
