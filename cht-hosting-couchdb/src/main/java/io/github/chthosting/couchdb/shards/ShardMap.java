package io.github.chthosting.couchdb.shards;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.IdHash;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The nodes that hold each range of a database, at the moment the map was read. Immutable; {@code
 * toString} is a table of ranges by nodes.
 *
 * @param database its name
 * @param partitioned whether the part of an id before {@code :} alone says the range
 * @param shards its ranges, in order
 */
public record ShardMap(String database, boolean partitioned, List<Shard> shards) {
  public ShardMap {
    shards = shards.stream().sorted(Comparator.comparing(Shard::range)).toList();
  }

  /** Asks {@code GET /{db}/_shards}. */
  public static ShardMap of(Database database) {
    Wire wire = Wire.of(database);
    String name = database.name();
    boolean partitioned = database.info().partitioned();
    List<Shard> shards = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry :
        wire.json(Call.of("GET", name, "_shards")).path("shards").properties()) {
      shards.add(new Shard(ShardRange.parse(entry.getKey()), copies(entry.getValue())));
    }
    return new ShardMap(name, partitioned, shards);
  }

  private static List<Shard.Copy> copies(JsonNode nodes) {
    List<Shard.Copy> copies = new ArrayList<>();
    nodes.forEach(node -> copies.add(new Shard.Copy(node.asString(""), Optional.empty())));
    copies.sort(Comparator.comparing(Shard.Copy::node));
    return copies;
  }

  /** Returns the number of ranges. */
  public int q() {
    return shards.size();
  }

  /** Returns the nodes that hold anything of it, by name. */
  public List<String> nodes() {
    return shards.stream().flatMap(shard -> shard.nodes().stream()).distinct().sorted().toList();
  }

  /**
   * Returns the range of a document, by the CRC-32 of its id.
   *
   * @throws HostingException if no range has it: the map has a hole
   */
  public Shard shardOf(String documentId) {
    long hash = IdHash.of(documentId, partitioned);
    return shards.stream()
        .filter(shard -> shard.range().contains(hash))
        .findFirst()
        .orElseThrow(() -> hole(documentId));
  }

  /** Returns the nodes that hold a document. */
  public List<String> nodesOf(String documentId) {
    return shardOf(documentId).nodes();
  }

  private HostingException hole(String documentId) {
    String message =
        "the shard map of %s has no range for the document with the hash %08x: it has a hole";
    return new HostingException(
        "shard map of " + database,
        message.formatted(database, IdHash.of(documentId, partitioned)),
        false,
        null);
  }

  /** Returns a table of ranges by nodes, with documents and bytes where they were read. */
  public String table() {
    return ShardTable.of(this);
  }

  @Override
  public String toString() {
    return table();
  }
}
