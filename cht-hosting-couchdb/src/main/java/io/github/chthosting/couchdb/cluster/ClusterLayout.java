package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.http.Json;
import io.github.chthosting.plan.Finding;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * All databases of a cluster, and the nodes that hold them, at the moment it was read. Plans are
 * made from it. Immutable.
 *
 * @param nodes members, by name
 * @param databases by name
 * @param resharding whether {@code _reshard} jobs are under way
 * @param remarks what was noticed while reading it: maps that differ between nodes
 */
public record ClusterLayout(
    List<Node> nodes, List<DatabaseLayout> databases, boolean resharding, List<Finding> remarks) {
  public ClusterLayout {
    nodes = nodes.stream().sorted(Comparator.comparing(Node::name)).toList();
    databases = databases.stream().sorted(Comparator.comparing(DatabaseLayout::name)).toList();
    remarks = List.copyOf(remarks);
  }

  /** Returns a healthy cluster, for simulations. */
  public ClusterLayout(List<Node> nodes, List<DatabaseLayout> databases) {
    this(nodes, databases, false, List.of());
  }

  /**
   * A member of the cluster.
   *
   * @param name such as {@code couchdb@10.0.0.1}
   * @param reachable whether it answers through the others
   * @param maintenance whether it is in maintenance mode
   * @param zone it lies in, by its document in {@code _nodes}; empty if that names none
   * @param version of CouchDB; empty if not known
   * @param strays shard files on its disk that no map names: left by moves, or by a lost map
   * @param missing shard files that maps place on it and its disk has not
   * @param inPlans those of the strays that a plan fills, or had begun to fill when it was cut
   */
  public record Node(
      String name,
      boolean reachable,
      boolean maintenance,
      String zone,
      String version,
      SortedSet<String> strays,
      SortedSet<String> missing,
      SortedSet<String> inPlans) {
    public Node {
      strays = Collections.unmodifiableSortedSet(new TreeSet<>(strays));
      missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
      inPlans = Collections.unmodifiableSortedSet(new TreeSet<>(inPlans));
    }

    /** A node without files that a plan fills. */
    public Node(
        String name,
        boolean reachable,
        boolean maintenance,
        String zone,
        String version,
        SortedSet<String> strays,
        SortedSet<String> missing) {
      this(name, reachable, maintenance, zone, version, strays, missing, new TreeSet<>());
    }

    /** Returns a node of which no more is known. */
    public Node(String name, boolean reachable, boolean maintenance) {
      this(name, reachable, maintenance, "", "", new TreeSet<>(), new TreeSet<>());
    }

    Node withoutZone() {
      return new Node(name, reachable, maintenance, "", version, strays, missing, inPlans);
    }

    /** Returns whether copies can be placed on it. */
    public boolean isUsable() {
      return reachable && !maintenance;
    }
  }

  /**
   * Reads it: four requests a node (version, configuration, revisions of all maps, names of its
   * files), three an address (who sees whom, and the time), all maps a thousand at a time from one
   * node, the databases' sizes a hundred at a time, and one request a stray file for a plan that
   * fills it. For administrators; CouchDB 3.0 or later. The bytes of a range are an even share of
   * its database's.
   */
  public static ClusterLayout of(CouchDb couch) {
    return new LayoutReader(couch).read();
  }

  /**
   * Reads like {@link #of}, with the bytes of each range as its copies have them, and with copies
   * that hold different numbers of documents, and restores that are not done, among the findings.
   * One request more a copy and a database, 16 at a time.
   */
  public static ClusterLayout measured(CouchDb couch) {
    return new LayoutReader(couch).measured();
  }

  /** The cluster without a node; that it does not answer is not wrong then. Maps stay. */
  ClusterLayout without(String node) {
    List<Node> others = nodes.stream().filter(other -> !other.name().equals(node)).toList();
    List<Finding> rest =
        remarks.stream().filter(remark -> !remark.is(LayoutProblem.NODE_DOWN)).toList();
    return new ClusterLayout(others, databases, resharding, rest);
  }

  /** The same cluster with its databases placed otherwise. */
  ClusterLayout with(List<DatabaseLayout> others) {
    return new ClusterLayout(nodes, others, resharding, remarks);
  }

  /** Returns what is wrong with it, the remarks included; empty if nothing is. */
  public List<Finding> findings() {
    return LayoutCheck.of(this);
  }

  /** Returns a node of that name. */
  public Optional<Node> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  /** Returns a database of that name. */
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
   * The share of a node in the data.
   *
   * @param copies of ranges
   * @param bytes in use
   */
  public record Share(long copies, long bytes) {
    Share plus(Share other) {
      return new Share(copies + other.copies, bytes + other.bytes);
    }
  }

  /** Returns a table: a row a database, a column a node, copies in the cells. */
  public String table() {
    return LayoutText.table(this);
  }

  /**
   * Returns a picture as SVG: for each database, nodes by ranges, each copy as wide as its range
   * and as high as its bytes; what is wrong is red, and holes are hatched.
   */
  public String svg() {
    return new LayoutPicture(this).svg();
  }

  /**
   * Returns the layout as JSON: {@code nodes}, {@code databases} with their ranges, {@code
   * findings}.
   */
  public JsonNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode members = json.putArray("nodes");
    for (Map.Entry<String, Share> share : shares().entrySet()) {
      ObjectNode node = members.addObject().put("name", share.getKey());
      node.put("copies", share.getValue().copies()).put("bytes", share.getValue().bytes());
      Optional<Node> member = node(share.getKey());
      node.put("member", member.isPresent());
      node.put("reachable", member.map(Node::reachable).orElse(false));
      node.put("maintenance", member.map(Node::maintenance).orElse(false));
      node.put("zone", member.map(Node::zone).orElse(""));
      node.put("version", member.map(Node::version).orElse(""));
      node.put("strays", member.map(known -> known.strays().size()).orElse(0));
    }
    ObjectNode all = json.putObject("databases");
    for (DatabaseLayout database : databases) {
      ObjectNode ranges = all.putObject(database.name());
      for (DatabaseLayout.Range range : database.ranges()) {
        ObjectNode one = ranges.putObject(range.range().toString()).put("bytes", range.bytes());
        range.nodes().forEach(one.putArray("nodes")::add);
      }
    }
    json.set("findings", Json.mapper().valueToTree(findings()));
    return json;
  }

  @Override
  public String toString() {
    return table();
  }
}
