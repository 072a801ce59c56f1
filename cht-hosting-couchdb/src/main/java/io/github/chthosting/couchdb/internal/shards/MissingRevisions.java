package io.github.chthosting.couchdb.internal.shards;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Leaf revisions of one file that another has never seen.
 *
 * @param revisions by id
 * @param sequence of the first file, up to which it was looked at
 */
record MissingRevisions(Map<String, List<String>> revisions, long sequence) {
  private static final int AT_ONCE = 500;

  /** Asks {@code to} about what changed in {@code from} after {@code since}, of some ids. */
  static MissingRevisions of(ShardFile from, long since, Predicate<String> ids, ShardFile to) {
    Map<String, List<String>> unknown = new LinkedHashMap<>();
    Map<String, List<String>> asked = new LinkedHashMap<>();
    try (Feed feed = Feed.of(from, since, false)) {
      for (FeedRow row = feed.next(); row != null; row = feed.next()) {
        if (ids.test(row.id())) {
          asked.put(row.id(), row.revisions());
        }
        if (asked.size() == AT_ONCE) {
          unknown.putAll(ask(to, asked));
          asked.clear();
        }
      }
      unknown.putAll(ask(to, asked));
      return new MissingRevisions(unknown, feed.lastSequence());
    }
  }

  /** The same of all changes, until so many are found. */
  static Map<String, List<String>> some(
      ShardFile from, Predicate<String> ids, ShardFile to, int most) {
    Map<String, List<String>> unknown = new LinkedHashMap<>();
    Map<String, List<String>> asked = new LinkedHashMap<>();
    try (Feed feed = Feed.of(from, 0, false)) {
      FeedRow row = feed.next();
      while (row != null && unknown.size() < most) {
        if (ids.test(row.id())) {
          asked.put(row.id(), row.revisions());
        }
        row = feed.next();
        if (asked.size() == AT_ONCE || row == null) {
          unknown.putAll(ask(to, asked));
          asked.clear();
        }
      }
      return unknown;
    }
  }

  /** Returns what {@code file} has never seen of {@code asked}. */
  static Map<String, List<String>> ask(ShardFile file, Map<String, List<String>> asked) {
    return asked.isEmpty() ? Map.of() : file.missing(asked);
  }
}
