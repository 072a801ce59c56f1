package io.github.chthosting.couchdb.internal.shards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
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
record Unknown(Map<String, List<String>> revisions, long sequence) {
  private static final int AT_ONCE = 500;

  /** Asks {@code to} about what changed in {@code from} after {@code since}, of some ids. */
  static Unknown of(ShardFile from, long since, Predicate<String> ids, ShardFile to) {
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
      return new Unknown(unknown, feed.lastSequence());
    }
  }

  /** What {@code file} has never seen of {@code asked}. */
  static Map<String, List<String>> ask(ShardFile file, Map<String, List<String>> asked) {
    Map<String, List<String>> unknown = new LinkedHashMap<>();
    if (!asked.isEmpty()) {
      for (Map.Entry<String, JsonNode> entry : file.missing(asked).properties()) {
        List<String> revisions = new ArrayList<>();
        entry.getValue().path("missing").forEach(rev -> revisions.add(rev.asText()));
        unknown.put(entry.getKey(), revisions);
      }
    }
    return unknown;
  }
}
