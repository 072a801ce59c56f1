package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.JsonBody;
import io.github.chthosting.testkit.internal.store.LocalDatabase;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import io.github.chthosting.testkit.internal.store.Validation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One node: its files, its configuration, and its own view of the cluster, which may be behind that
 * of others. Thread-safe.
 */
public final class Node {
  /** The file of shard maps. */
  public static final String DBS = "_dbs";

  /** The file of the cluster's members. */
  public static final String NODES = "_nodes";

  private final Cluster cluster;
  private final String name;
  private final NodeConfig config;
  private final NodeFiles files;
  private final LocalDatabase dbs;
  private final LocalDatabase nodes;
  private final KnownMaps maps;
  private final Map<String, ClusteredDatabase> databases = new ConcurrentHashMap<>();
  private final Map<String, Long> counted = new ConcurrentHashMap<>();
  private volatile boolean up = true;
  private volatile Instant started = Instant.now();
  private volatile RunningReplications replications = RunningReplications.NONE;

  Node(Cluster cluster, String name, NodeConfig config, @Nullable Path folder) {
    this.cluster = cluster;
    this.name = name;
    this.config = config;
    this.files = new NodeFiles(folder, this::written);
    dbs = files.findOrCreate(DBS, Json.object());
    maps = new KnownMaps(dbs);
    nodes = files.findOrCreate(NODES, Json.object());
    if (nodes().document(name).isEmpty()) {
      DocumentEdit self = new DocumentEdit(name, 0, List.of(), false, JsonBody.EMPTY, List.of());
      nodes().write(List.of(self), false, Validation.NONE);
    }
  }

  private void written(String file) {
    if (file.equals(DBS)) {
      maps.changed().forEach(this::createMissing);
    }
    cluster.written(this, file);
  }

  /** A node that learns of a copy of its own makes the file for it, empty. */
  private void createMissing(ShardMap map) {
    map.copies().stream()
        .filter(copy -> copy.node().equals(name))
        .forEach(copy -> files.findOrCreate(copy.file(), defaultSecurity()));
  }

  public String name() {
    return name;
  }

  public NodeConfig config() {
    return config;
  }

  public NodeFiles files() {
    return files;
  }

  /** The node's copy of {@code _dbs}. */
  public LocalDatabase dbs() {
    return dbs;
  }

  /** The node's copy of {@code _nodes}. */
  public LocalDatabase nodes() {
    return nodes;
  }

  /** Returns whether the node runs. */
  public boolean isUp() {
    return up;
  }

  void up(boolean now) {
    up = now;
    started = Instant.now();
  }

  /** Returns whether it answers no interactive requests to its shards. */
  public boolean inMaintenance() {
    return "true".equals(config.get("couchdb", "maintenance_mode"));
  }

  /** The members that this node knows of, itself included unless it was removed; sorted. */
  public List<String> members() {
    List<String> members = new ArrayList<>();
    Iterator<StoredDocument> documents = nodes().documents(IdRange.ALL);
    while (documents.hasNext()) {
      String id = documents.next().id();
      if (!id.startsWith("_design/")) {
        members.add(id);
      }
    }
    return members;
  }

  /** A member's document, empty if there is none. */
  JsonNode member(String member) {
    return nodes()
        .document(member)
        .filter(document -> !document.isDeleted())
        .map(document -> (JsonNode) document.winner().body().tree())
        .orElseGet(Json::object);
  }

  /** The nodes that this one is connected to, and itself; sorted. */
  public List<String> connected() {
    TreeSet<String> names = new TreeSet<>();
    names.add(name);
    cluster.nodes().stream().filter(this::reaches).forEach(node -> names.add(node.name()));
    return List.copyOf(names);
  }

  /**
   * Returns whether this node is connected to that one: both run, and one of them knows the other.
   */
  public boolean reaches(Node other) {
    return other == this || (up && other.up && (knows(other.name) || other.knows(name)));
  }

  private boolean knows(String other) {
    return nodes().document(other).filter(document -> !document.isDeleted()).isPresent();
  }

  /** The node of that name, if this one is connected to it. */
  public Optional<Node> reach(String other) {
    return cluster.node(other).filter(this::reaches);
  }

  /**
   * The shard map that this node has of a database.
   *
   * @throws ApiException 404 if it knows none
   */
  public ShardMap map(String database) {
    return findMap(database).orElseThrow(() -> ApiException.notFound("Database does not exist."));
  }

  /** The shard map that this node has of a database. */
  public Optional<ShardMap> findMap(String database) {
    return maps.find(database);
  }

  /** The databases that this node knows of, sorted. */
  public List<String> databases() {
    return maps.databases();
  }

  /** A database as this node coordinates it; the same object as long as it is not created again. */
  public ClusteredDatabase database(String database) {
    String key = map(database).suffix() + "/" + database;
    return databases.computeIfAbsent(
        key, made -> new ClusteredDatabase(this, database, Quorum.DEFAULT, null));
  }

  /** {@code _sync_shards} of a database, by this node's map. */
  public void synchronize(String database) {
    cluster.synchronizer().synchronize(this, database);
  }

  /** Jobs of internal replication that wait or run: {@code internal_replication_jobs}. */
  public long backlog() {
    return cluster.synchronizer().backlog(this);
  }

  /** Returns whether there is or was such a node, as far as this one can know. */
  public boolean hasHeardOf(String other) {
    return nodes().document(other).isPresent();
  }

  /** Makes a file of its own. */
  public void createFile(String file) {
    files.create(file, defaultSecurity());
  }

  /** The jobs that split shards, on any node. */
  public Resharding resharding() {
    return cluster.resharding();
  }

  /** Returns what this node is busy with, for {@code _active_tasks}. */
  public ArrayNode tasks() {
    return cluster.resharding().tasks(this);
  }

  /** Returns what a connected node is busy with. */
  public ArrayNode tasks(String other) {
    return reach(other).map(Node::tasks).orElseGet(JsonNodeFactory.instance::arrayNode);
  }

  /** Sets what replicates on this node. */
  public void replications(RunningReplications running) {
    replications = running;
  }

  /** What replicates on each of the connected nodes, this one included, in the order of names. */
  public List<RunningReplications> replications() {
    return connected().stream()
        .flatMap(other -> reach(other).stream())
        .map(other -> other.replications)
        .toList();
  }

  /** Time since the last start of the node. */
  public Duration uptime() {
    return Duration.between(started, Instant.now());
  }

  /** Counts a request. */
  public void count(String method) {
    counted.merge(method, 1L, Long::sum);
  }

  /** Requests by method. */
  public Map<String, Long> requests() {
    return new TreeMap<>(counted);
  }

  Cluster cluster() {
    return cluster;
  }

  /** {@code _security} of a new database by the configuration. */
  ObjectNode defaultSecurity() {
    ObjectNode security = Json.object();
    if ("admin_only".equals(config.get("couchdb", "default_security", "admin_only"))) {
      security.putObject("members").putArray("roles").add("_admin");
      security.putObject("admins").putArray("roles").add("_admin");
    }
    return security;
  }
}
