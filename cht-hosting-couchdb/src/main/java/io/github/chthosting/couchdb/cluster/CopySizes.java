package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.Node;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.Parallel;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.shards.Shard;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks every copy of every range what it holds, through any node: {@code GET
 * /_node/{node}/shards%2F{range}%2F{db}.{suffix}}.
 */
final class CopySizes {
  private static final int AT_ONCE = 16;

  private final Map<Copy, ShardFile.Info> infos = new ConcurrentHashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private record Copy(String node, String file) {}

  CopySizes(Wire wire, ClusterLayout layout) {
    Set<String> silent = new HashSet<>();
    layout.nodes().stream()
        .filter(node -> !node.reachable())
        .forEach(node -> silent.add(node.name()));
    List<Copy> copies = new ArrayList<>();
    for (DatabaseLayout database : layout.databases()) {
      for (DatabaseLayout.Range range : database.ranges()) {
        String file = database.file(range.range());
        range.nodes().stream()
            .filter(node -> !silent.contains(node))
            .forEach(node -> copies.add(new Copy(node, file)));
      }
    }
    Parallel.forEach(copies, AT_ONCE, copy -> read(wire, copy));
  }

  /** Asks the copies of one database, each for all that its node says of it. */
  static ShardMap of(CouchDb couch, ShardMap map) {
    Wire wire = Wire.of(couch);
    wire.server().require(wire, CouchDbVersion.of(3, 0), "the size of a single shard");
    MapDocument document = MapDocument.read(wire, map.database());
    List<Shard> shards = new ArrayList<>();
    for (Shard shard : map.shards()) {
      String file = document.file(shard.range().toString());
      shards.add(
          new Shard(
              shard.range(),
              shard.nodes().stream().map(node -> copy(couch.node(node), node, file)).toList()));
    }
    return new ShardMap(map.database(), map.partitioned(), shards);
  }

  private static Shard.Copy copy(Node holder, String node, String file) {
    try {
      return new Shard.Copy(node, Optional.of(DatabaseInfo.of(holder.localDatabase(file))));
    } catch (CouchDbException e) {
      // The node is down, or has no such file yet: the map shows the copy without a size.
      return new Shard.Copy(node, Optional.empty());
    }
  }

  private void read(Wire wire, Copy copy) {
    try {
      new ShardFile(wire, copy.node(), copy.file()).info().ifPresent(info -> infos.put(copy, info));
    } catch (HostingException e) {
      // A node that is down, or was never a member: the layout says so already.
      infos.remove(copy);
    }
  }

  DatabaseLayout measured(DatabaseLayout database) {
    return database.with(
        database.ranges().stream().map(range -> measured(database, range)).toList());
  }

  private DatabaseLayout.Range measured(DatabaseLayout database, DatabaseLayout.Range range) {
    SortedMap<String, ShardFile.Info> known = new TreeMap<>();
    for (String node : range.nodes()) {
      Optional.ofNullable(infos.get(new Copy(node, database.file(range.range()))))
          .ifPresent(info -> known.put(node, info));
    }
    SortedMap<String, String> counts = new TreeMap<>();
    known.forEach(
        (node, info) -> counts.put(node, info.documents() + "+" + info.deleted() + " deleted"));
    if (Set.copyOf(counts.values()).size() > 1) {
      findings.add(
          LayoutProblem.COPIES_DIFFER.finding(
              database.name(),
              range.range() + ": " + counts,
              "observe again; if it stays, have the copies synchronised (_sync_shards)"));
    }
    long bytes =
        known.values().stream().mapToLong(ShardFile.Info::active).max().orElse(range.bytes());
    return new DatabaseLayout.Range(range.range(), range.nodes(), bytes);
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
