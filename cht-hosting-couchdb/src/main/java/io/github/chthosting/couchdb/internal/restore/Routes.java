package io.github.chthosting.couchdb.internal.restore;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDbException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.cluster.Shard;
import io.github.chthosting.couchdb.cluster.ShardMap;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where documents go: to the group of their shard range, and each group to the address of a node
 * that holds it. Only speed depends on it. Immutable.
 */
public final class Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  /** More groups than this would make batches small. */
  private static final int MOST_GROUPS = 32;

  private final long[] lasts;
  private final int[] addresses;
  private final boolean partitioned;

  /**
   * @param lasts the highest hash of each range, in order
   * @param addresses of each range, -1 for any
   */
  public Routes(long[] lasts, int[] addresses, boolean partitioned) {
    this.lasts = lasts.clone();
    this.addresses = addresses.clone();
    this.partitioned = partitioned;
  }

  /** One group, to any address. */
  static Routes none() {
    return new Routes(new long[] {0xffff_ffffL}, new int[] {-1}, false);
  }

  /** As the database's shard map says; {@link #none()} where the server has none. */
  static Routes of(Database database, Map<String, Integer> addresses) {
    try {
      ShardMap map = ShardMap.of(database);
      return map.shards().isEmpty() ? none() : of(map, addresses);
    } catch (CouchDbException e) {
      // PouchDB has no shards.
      return none();
    }
  }

  private static Routes of(ShardMap map, Map<String, Integer> addresses) {
    List<Shard> shards = map.shards();
    long[] lasts = new long[shards.size()];
    int[] owners = new int[shards.size()];
    for (int i = 0; i < lasts.length; i++) {
      lasts[i] = shards.get(i).range().last();
      owners[i] = owner(shards.get(i), addresses, i);
    }
    return new Routes(lasts, owners, map.partitioned());
  }

  /** With several copies each range begins with another, so that all nodes have work. */
  private static int owner(Shard shard, Map<String, Integer> addresses, int index) {
    List<Integer> known = new ArrayList<>();
    for (String node : shard.nodes()) {
      Integer address = addresses.get(node);
      if (address != null) {
        known.add(address);
      }
    }
    return known.isEmpty() ? -1 : known.get(index % known.size());
  }

  /** Which node answers at which address. */
  static Map<String, Integer> addresses(Wire wire) {
    Map<String, Integer> addresses = new HashMap<>();
    int count = wire.transport().addresses().size();
    for (int i = 0; count > 1 && i < count; i++) {
      try {
        JsonNode answer = wire.at(i).json(Call.of("GET", "_node", "_local"));
        addresses.putIfAbsent(answer.path("name").asText(), i);
      } catch (HostingException e) {
        LOG.debug("nothing is sent directly to address {}: it does not say which node it is", i, e);
      }
    }
    return addresses;
  }

  /** Whether each range is a group of its own. */
  boolean groupsAreRanges() {
    return lasts.length <= MOST_GROUPS;
  }

  /** Number of groups. */
  public int groups() {
    return Math.min(lasts.length, MOST_GROUPS);
  }

  /** The group of a document with this hash. */
  int group(long hash) {
    int low = 0;
    int high = lasts.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lasts[middle] < hash) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low % MOST_GROUPS;
  }

  /** The address for a group, -1 for any. */
  int address(int group) {
    return groupsAreRanges() ? addresses[group] : -1;
  }

  /** Whether only the part of an id before the colon is hashed. */
  boolean partitioned() {
    return partitioned;
  }
}
