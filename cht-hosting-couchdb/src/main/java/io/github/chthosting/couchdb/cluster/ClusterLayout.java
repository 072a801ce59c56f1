package io.github.chthosting.couchdb.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.couchdb.CouchDb;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All databases of a cluster, and who holds what, at the moment it was read. What plans are made
 * of. Immutable.
 *
 * @param nodes members, by name
 * @param databases by name
 * @param resharding whether {@code _reshard} jobs are under way
 * @param remarks what was noticed while reading it: maps that differ between nodes
 */
public record ClusterLayout(
    List<Node> nodes,
    List<DatabaseLayout> databases,
    boolean resharding,
    List<LayoutFinding> remarks) {
  public ClusterLayout {
    nodes = nodes.stream().sorted(Comparator.comparing(Node::name)).toList();
    databases = databases.stream().sorted(Comparator.comparing(DatabaseLayout::name)).toList();
    remarks = List.copyOf(remarks);
  }

  /** A healthy cluster, for simulations. */
  public ClusterLayout(List<Node> nodes, List<DatabaseLayout> databases) {
    this(nodes, databases, false, List.of());
  }

  /**
   * A member of the cluster.
   *
   * @param name such as {@code couchdb@10.0.0.1}
   * @param reachable whether it answers through the others
   * @param maintenance whether it is in maintenance mode
   */
  public record Node(String name, boolean reachable, boolean maintenance) {}

  /**
   * Reads it: the list of all maps once from each node, the databases' sizes a hundred at a time,
   * and three small requests a node. For administrators; CouchDB 3.0 or later. The bytes of a range
   * are an even share of its database's.
   */
  public static ClusterLayout of(CouchDb couch) {
    return new LayoutReader(couch).read();
  }

  /** What is wrong with it, the remarks included; empty if nothing is. */
  public List<LayoutFinding> findings() {
    return LayoutCheck.of(this);
  }

  /** A node of that name. */
  public Optional<Node> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  /** A database of that name. */
  public Optional<DatabaseLayout> database(String name) {
    return databases.stream().filter(database -> database.name().equals(name)).findFirst();
  }

  /** Copies and bytes on each node, members without any included. */
  public SortedMap<String, Share> shares() {
    SortedMap<String, Share> shares = new TreeMap<>();
    nodes.forEach(node -> shares.put(node.name(), new Share(0, 0)));
    for (DatabaseLayout database : databases) {
      for (DatabaseLayout.Range range : database.ranges()) {
        Share one = new Share(1, range.bytes());
        range.nodes().forEach(node -> shares.merge(node, one, Share::plus));
      }
    }
    return shares;
  }

  /**
   * What a node holds.
   *
   * @param copies of ranges
   * @param bytes in use
   */
  public record Share(long copies, long bytes) {
    Share plus(Share other) {
      return new Share(copies + other.copies, bytes + other.bytes);
    }
  }

  /** A table: a row a database, a column a node, copies in the cells. */
  public String table() {
    return LayoutText.table(this);
  }

  /** A picture of one database or, with several, one below the other: nodes by ranges. */
  public String svg() {
    return LayoutText.svg(this);
  }

  /** As JSON: {@code nodes}, {@code databases} with their ranges, {@code findings}. */
  public JsonNode json() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    ArrayNode members = json.putArray("nodes");
    for (Map.Entry<String, Share> share : shares().entrySet()) {
      ObjectNode node = members.addObject().put("name", share.getKey());
      node.put("copies", share.getValue().copies()).put("bytes", share.getValue().bytes());
      node.put("reachable", node(share.getKey()).map(Node::reachable).orElse(false));
    }
    ObjectNode all = json.putObject("databases");
    for (DatabaseLayout database : databases) {
      ObjectNode ranges = all.putObject(database.name());
      for (DatabaseLayout.Range range : database.ranges()) {
        ObjectNode one = ranges.putObject(range.range().toString()).put("bytes", range.bytes());
        range.nodes().forEach(one.putArray("nodes")::add);
      }
    }
    ArrayNode found = json.putArray("findings");
    findings().forEach(finding -> found.add(finding.toString()));
    return json;
  }

  @Override
  public String toString() {
    return table();
  }
}
