package io.github.chthosting.couchdb.internal.shards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the leaf revisions of two files, in memory that does not grow with them: a sum of hashes
 * for each of 4096 parts of the ids, then the ids of those parts that differ.
 */
public final class Comparison {
  private static final int PARTS = 4096;
  private static final int AT_ONCE = 500;

  private final ShardFile left;
  private final ShardFile right;

  public Comparison(ShardFile left, ShardFile right) {
    this.left = left;
    this.right = right;
  }

  /**
   * Leaf revisions that one file has and the other has never seen.
   *
   * @param notInRight by id
   * @param notInLeft by id
   * @param compared documents on the left, deleted ones included
   */
  public record Difference(
      Map<String, List<String>> notInRight, Map<String, List<String>> notInLeft, long compared) {

    /** Whether both have the same. */
    public boolean isNone() {
      return notInRight.isEmpty() && notInLeft.isEmpty();
    }
  }

  /** Reads both files and compares. What is written meanwhile may show as a difference. */
  public Difference run() {
    long[] counted = new long[1];
    long[] lefts = sums(left, counted);
    long[] rights = sums(right, new long[1]);
    boolean[] differs = new boolean[PARTS];
    boolean any = false;
    for (int part = 0; part < PARTS; part++) {
      differs[part] = lefts[part] != rights[part];
      any |= differs[part];
    }
    return any
        ? new Difference(missing(left, right, differs), missing(right, left, differs), counted[0])
        : new Difference(Map.of(), Map.of(), counted[0]);
  }

  private static long[] sums(ShardFile file, long[] counted) {
    long[] sums = new long[PARTS];
    try (Feed feed = Feed.of(file, 0, false)) {
      for (FeedRow row = feed.next(); row != null; row = feed.next()) {
        long id = hash(row.id(), 17);
        for (String rev : row.revisions()) {
          sums[part(id)] += hash(rev, id);
        }
        counted[0]++;
      }
      feed.lastSequence();
    }
    return sums;
  }

  /** What {@code from} has in the parts that differ, and {@code to} has never seen. */
  private static Map<String, List<String>> missing(
      ShardFile from, ShardFile to, boolean[] differs) {
    Map<String, List<String>> missing = new LinkedHashMap<>();
    Map<String, List<String>> asked = new LinkedHashMap<>();
    try (Feed feed = Feed.of(from, 0, false)) {
      for (FeedRow row = feed.next(); row != null; row = feed.next()) {
        if (differs[part(hash(row.id(), 17))]) {
          asked.put(row.id(), row.revisions());
        }
        if (asked.size() == AT_ONCE) {
          ask(to, asked, missing);
        }
      }
    }
    ask(to, asked, missing);
    return missing;
  }

  /** Adds to {@code missing} what {@code file} has never seen of {@code asked}, and clears it. */
  static void ask(
      ShardFile file, Map<String, List<String>> asked, Map<String, List<String>> missing) {
    if (!asked.isEmpty()) {
      for (Map.Entry<String, JsonNode> entry : file.missing(asked).properties()) {
        List<String> revisions = new ArrayList<>();
        entry.getValue().path("missing").forEach(rev -> revisions.add(rev.asText()));
        missing.put(entry.getKey(), revisions);
      }
      asked.clear();
    }
  }

  private static int part(long hash) {
    return (int) (hash >>> 40) & (PARTS - 1);
  }

  /** FNV-1a with the finish of MurmurHash3: fast, and even enough for sums. */
  private static long hash(String text, long seed) {
    long hash = 0xcbf29ce484222325L ^ seed;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
