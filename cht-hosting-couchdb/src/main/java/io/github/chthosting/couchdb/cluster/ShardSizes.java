package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.shards.Shard;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.couchdb.shards.ShardRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads each copy of each range from the node that holds it, through any other: {@code GET
 * /_node/{node}/shards%2F{range}%2F{db}.{suffix}}.
 */
final class ShardSizes {
  private final CouchDb couch;
  private final ShardMap map;
  private final String suffix;

  private ShardSizes(CouchDb couch, ShardMap map) {
    this.couch = couch;
    this.map = map;
    this.suffix = suffix(couch.node().localDatabase("_dbs", map.database()));
  }

  static ShardMap read(CouchDb couch, ShardMap map) {
    Wire wire = Wire.of(couch);
    wire.server().require(wire, CouchDbVersion.of(3, 0), "the size of a single shard");
    ShardSizes sizes = new ShardSizes(couch, map);
    List<Shard> shards = new ArrayList<>();
    for (Shard shard : map.shards()) {
      shards.add(new Shard(shard.range(), sizes.copies(shard)));
    }
    return new ShardMap(map.database(), map.partitioned(), shards);
  }

  /** {@code .1795334423}, which CouchDB has as an array of characters. */
  private static String suffix(JsonNode dbs) {
    StringBuilder suffix = new StringBuilder();
    dbs.path("shard_suffix").forEach(character -> suffix.append((char) character.asInt(0)));
    return suffix.toString();
  }

  private List<Shard.Copy> copies(Shard shard) {
    List<Shard.Copy> copies = new ArrayList<>();
    for (String node : shard.nodes()) {
      copies.add(new Shard.Copy(node, info(shard.range(), node)));
    }
    return copies;
  }

  private Optional<DatabaseInfo> info(ShardRange range, String node) {
    String path = "shards/" + range + "/" + map.database() + suffix;
    try {
      return Optional.of(DatabaseInfo.of(couch.node(node).localDatabase(path)));
    } catch (CouchDbException e) {
      // The node is down, or has no such file yet: the map shows the copy without a size.
      return Optional.empty();
    }
  }
}
