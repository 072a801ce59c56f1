package io.github.chthosting.couchdb.shards;

import io.github.chthosting.couchdb.DatabaseInfo;
import java.util.List;
import java.util.Optional;

/**
 * A range of a database, with its copies.
 *
 * @param range hashes of the ids in it
 * @param copies on which nodes, by name
 */
public record Shard(ShardRange range, List<Copy> copies) {
  public Shard {
    copies = List.copyOf(copies);
  }

  /** Returns the nodes that hold it. */
  public List<String> nodes() {
    return copies.stream().map(Copy::node).toList();
  }

  /** Returns the copy on a node. */
  public Optional<Copy> on(String node) {
    return copies.stream().filter(copy -> copy.node().equals(node)).findFirst();
  }

  /**
   * A copy of a range.
   *
   * @param node that holds it
   * @param info what is in it; empty if it was not read, or the node did not answer
   */
  public record Copy(String node, Optional<DatabaseInfo> info) {}
}
