package io.github.chthosting.couchdb.internal.shards;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** Reads {@code range@node,range@node}; none from an empty text. */
  public static List<Placement> parseAll(String text) {
    return text.isEmpty() ? List.of() : Stream.of(text.split(",")).map(Placement::parse).toList();
  }

  private static Placement parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("not a range and a node: " + text);
    }
    return new Placement(text.substring(0, at), text.substring(at + 1));
  }

  /** {@code range@node,range@node}, sorted. */
  public static String textOf(Collection<Placement> placements) {
    return placements.stream().sorted().map(Placement::toString).collect(Collectors.joining(","));
  }

  /** Whether a hash lies in its range. */
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
