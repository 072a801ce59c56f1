package io.github.chthosting.testkit.internal.cluster;

/** One copy of a range of a database: a file on a node. */
public record ShardCopy(String node, Range range, String file) {

  /** The file's name: {@code shards/00000000-1fffffff/medic.1700000000}. */
  public static String fileName(Range range, String database, String suffix) {
    return "shards/" + range + "/" + database + suffix;
  }
}
