package io.github.chthosting.couchdb.internal.shards;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A copy of a range: {@code 00000000-1fffffff@couchdb@10.0.0.1}.
 *
 * @param range as CouchDB writes it
 * @param node by name
 */
public record Placement(String range, String node) implements Comparable<Placement> {
  public Placement {
    if (!range.matches("[0-9a-f]{8}-[0-9a-f]{8}") || node.isBlank() || node.contains(",")) {
      throw new IllegalArgumentException("not a range and a node: " + range + " " + node);
    }
  }

  /**
   * Returns a line for each copy, in order.
   *
   * @param fate what becomes of them: {@code "leaves"}
   */
  public static String lines(Collection<Placement> copies, String fate) {
    return copies.stream()
        .sorted()
        .map(copy -> "%s on %s %s".formatted(copy.range(), copy.node(), fate))
        .collect(Collectors.joining("\n"));
  }

  /** Returns whether a hash lies in its range. */
  public boolean covers(long hash) {
    return Long.parseLong(range, 0, 8, 16) <= hash && hash <= Long.parseLong(range, 9, 17, 16);
  }

  @Override
  public int compareTo(Placement other) {
    int byRange = range.compareTo(other.range);
    return byRange != 0 ? byRange : node.compareTo(other.node);
  }

  @Override
  public String toString() {
    return range + "@" + node;
  }
}
