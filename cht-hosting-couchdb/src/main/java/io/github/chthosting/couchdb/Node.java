package io.github.chthosting.couchdb;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A node of a cluster, reached through any other: {@code /_node/{node}/…}. For administrators.
 * Thread-safe.
 */
public final class Node {
  private final Wire wire;
  private final String node;

  Node(Wire wire, String node) {
    this.wire = wire;
    this.node = node;
  }

  /**
   * Returns its name, such as {@code couchdb@10.0.0.1}. Asks the server if this is {@code _local}.
   */
  public String name() {
    if (!node.equals("_local")) {
      return node;
    }
    require(CouchDbVersion.of(3, 0), "the name of a node");
    return wire.json(Call.of("GET", "_node", node)).path("name").asString("");
  }

  /** Returns its whole configuration: sections, keys, values. Some are secrets; do not log it. */
  public Map<String, Map<String, String>> configuration() {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    wire.json(call("GET", "_config"))
        .properties()
        .forEach(section -> sections.put(section.getKey(), texts(section.getValue())));
    return sections;
  }

  /** Returns the keys and values of a section; none if it does not exist. */
  public Map<String, String> configuration(String section) {
    return texts(wire.json(call("GET", "_config", section)));
  }

  /** Returns a configured value; empty if the key is not set. */
  public Optional<String> configuration(String section, String key) {
    try {
      return Optional.of(wire.json(call("GET", "_config", section, key)).asString(""));
    } catch (NotFoundException e) {
      if (e.reason().startsWith("no such node")) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /**
   * Sets a value, in memory and in the node's file. Returns the one before, empty if it had none.
   */
  public String configure(String section, String key, String value) {
    List<String> path = path("_config", section, key);
    return wire.json(wire.put(path, value).asRepeatable()).asString("");
  }

  /**
   * Removes a value, so that the default is in force. Returns it.
   *
   * @throws NotFoundException if it was not set
   */
  public String removeConfiguration(String section, String key) {
    return wire.json(call("DELETE", "_config", section, key)).asString("");
  }

  /** Reads the configuration files again. CouchDB 3.0 or later. */
  public void reloadConfiguration() {
    require(CouchDbVersion.of(3, 0), "_config/_reload");
    wire.run(call("POST", "_config", "_reload").body(wire.body(Map.of())).asRepeatable());
  }

  /** Reads the statistics, or a part of them: {@code stats("couchdb", "request_time")}. */
  public JsonNode stats(String... part) {
    List<String> path = path("_stats");
    path.addAll(List.of(part));
    return wire.json(Call.of("GET", path));
  }

  /** Reads the memory, queues and processes of its Erlang VM. */
  public JsonNode system() {
    return wire.json(call("GET", "_system"));
  }

  /** Reads the versions of Erlang, ICU and the JavaScript engine. CouchDB 3.2 or later. */
  public JsonNode versions() {
    require(CouchDbVersion.of(3, 2), "_versions");
    return wire.json(call("GET", "_versions"));
  }

  /** Reads the metrics in the text format of Prometheus. CouchDB 3.2 or later. */
  public String prometheus() {
    require(CouchDbVersion.of(3, 2), "_prometheus");
    return wire.text(call("GET", "_prometheus").header("Accept", "text/plain"));
  }

  /** Returns what the automatic compaction does. CouchDB 3.4 or later. */
  public JsonNode smoosh() {
    require(CouchDbVersion.of(3, 4), "_smoosh");
    return wire.json(call("GET", "_smoosh", "status"));
  }

  /**
   * Returns what CouchDB says of a database of this node alone, or of a document in it: of a shard
   * by {@code shards/{range}/{db}.{suffix}}, or of one of the node's own, such as {@code _dbs} and
   * {@code _nodes}. CouchDB 3.0 or later.
   */
  public JsonNode localDatabase(String database, String... path) {
    require(CouchDbVersion.of(3, 0), "a node's own databases");
    List<String> segments = path(database);
    segments.addAll(List.of(path));
    return wire.json(Call.of("GET", segments));
  }

  /** Returns a request of any kind below this node, by path segments that are not encoded. */
  public RawRequest request(String method, String... segments) {
    return new RawRequest(wire, Call.of(method, path(segments)));
  }

  private Call call(String method, String... segments) {
    return Call.of(method, path(segments));
  }

  private List<String> path(String... segments) {
    List<String> path = new ArrayList<>(List.of("_node", node));
    path.addAll(List.of(segments));
    return path;
  }

  private void require(CouchDbVersion since, String feature) {
    wire.server().require(wire, since, feature);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
    return texts;
  }

  @Override
  public String toString() {
    return "Node[" + node + "]";
  }
}
