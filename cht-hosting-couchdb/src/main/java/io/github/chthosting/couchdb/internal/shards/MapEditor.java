package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.HostingException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.ConflictException;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes the map of one database, and waits until every node has it. All reads and writes of one
 * editor go to one address, so that it sees its own writes.
 */
public final class MapEditor {
  private static final Logger LOG = LoggerFactory.getLogger(MapEditor.class);
  private static final int ATTEMPTS = 5;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Wire wire;
  private final Wire any;
  private final List<Integer> asked;
  private final String database;
  private final Duration limit;
  private final Duration grace;

  /**
   * @param limit how long the slowest node may take
   * @param grace how long a node that cannot be asked itself is given to take the map over
   */
  public MapEditor(Wire wire, String database, Duration limit, Duration grace) {
    Addresses addresses = Addresses.of(wire);
    this.wire = wire.at(addresses.first());
    this.any = wire;
    this.asked = addresses.ofMembers();
    this.database = database;
    this.limit = limit;
    this.grace = grace;
  }

  /** The map as the node has it that we speak to. */
  public MapDocument read() {
    return MapDocument.read(wire, database);
  }

  /** The map as that node has it. */
  MapDocument read(String node) {
    return MapDocument.read(wire, node, database);
  }

  /**
   * Writes the map as {@code edit} makes it of the current one. If somebody else changed it
   * meanwhile, the edit is made again on theirs. Returns what is now in force everywhere.
   *
   * @throws TimedOutException if a node does not have it in time; the edit stands
   */
  public MapDocument edit(UnaryOperator<MapDocument> edit, WorkContext context) {
    MapDocument written = write(edit);
    hand();
    awaitEverywhere(written, true, context);
    return written;
  }

  /**
   * The same, waiting for the nodes' disks alone: a map that places all copies on nodes that are
   * not there can be in force nowhere.
   */
  public MapDocument editOnDisk(UnaryOperator<MapDocument> edit, WorkContext context) {
    MapDocument written = write(edit);
    hand();
    awaitEverywhere(written, false, context);
    return written;
  }

  private MapDocument write(UnaryOperator<MapDocument> edit) {
    for (int attempt = 1; ; attempt++) {
      MapDocument current = read();
      MapDocument edited = edit.apply(current);
      if (edited.json().equals(current.json())) {
        return current;
      }
      try {
        wire.run(wire.put(List.of("_node", "_local", "_dbs", database), edited.json()));
        return read();
      } catch (ConflictException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Nodes hear of it one from the other; told by us, all hear of it at nearly the same time. */
  private void hand() {
    JsonNode full =
        wire.json(Call.of("GET", "_node", "_local", "_dbs", database).query("revs", true));
    Map<String, Object> body = Map.of("new_edits", false, "docs", List.of(full));
    Parallel.forEach(members(), 16, node -> handTo(node, body));
  }

  private void handTo(String node, Map<String, Object> body) {
    try {
      wire.run(wire.post(List.of("_node", node, "_dbs", "_bulk_docs"), body).asRepeatable());
    } catch (HostingException e) {
      // A node that is down hears of it later; awaitEverywhere says which one it is.
      LOG.info("{} was not told of the map of {}: {}", node, database, e.getMessage());
    }
  }

  /** The members of the cluster, as the node that we speak to knows them. */
  public List<String> members() {
    List<String> nodes = new ArrayList<>();
    wire.json(Call.of("GET", "_membership"))
        .path("cluster_nodes")
        .forEach(node -> nodes.add(node.asString("")));
    return nodes;
  }

  /** Waits until each node has this map on disk and, where it can be asked itself, in force. */
  private void awaitEverywhere(MapDocument map, boolean force, WorkContext context) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<String> late = late(map, force);
    while (!late.isEmpty()) {
      context.checkCancelled();
      if (System.nanoTime() - deadline > 0) {
        String operation = "shard map of " + database;
        throw new TimedOutException(
            operation,
            "%s: not yet on %s after %d s. Both maps are whole; nothing was removed. Bring the "
                    .formatted(operation, String.join(", ", late), limit.toSeconds())
                + "nodes back and resume.",
            null);
      }
      Waiting.pause(BETWEEN_LOOKS, "shard move");
      late = late(map, force);
    }
    if (asked.size() < members().size()) {
      Waiting.pause(grace, "shard move");
    }
  }

  private List<String> late(MapDocument map, boolean force) {
    List<String> late = new ArrayList<>();
    for (String node : members()) {
      if (!onDisk(node, map)) {
        late.add(node);
      }
    }
    for (int address : asked) {
      // What a map means that contradicts itself is for each node to say.
      if (force && map.isConsistent() && !inForce(address, map)) {
        late.add(any.transport().addresses().get(address).getHost() + " (address " + address + ")");
      }
    }
    return late;
  }

  private boolean onDisk(String node, MapDocument map) {
    try {
      JsonNode json = wire.json(Call.of("GET", "_node", node, "_dbs", database));
      return new MapDocument((ObjectNode) json).ranges().equals(map.ranges())
          && json.path("by_node").equals(map.json().path("by_node"));
    } catch (HostingException e) {
      return false;
    }
  }

  private boolean inForce(int address, MapDocument map) {
    try {
      SortedMap<String, SortedSet<String>> ranges = new TreeMap<>();
      any.at(address)
          .json(Call.of("GET", database, "_shards"))
          .path("shards")
          .properties()
          .forEach(entry -> ranges.put(entry.getKey(), texts(entry.getValue())));
      return ranges.equals(map.ranges());
    } catch (HostingException e) {
      return false;
    }
  }

  private static SortedSet<String> texts(JsonNode list) {
    SortedSet<String> texts = new TreeSet<>();
    list.forEach(text -> texts.add(text.asString("")));
    return texts;
  }
}
