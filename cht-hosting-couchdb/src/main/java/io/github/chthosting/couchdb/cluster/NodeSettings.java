package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The configuration of all nodes of a cluster, side by side. Thread-safe. */
public final class NodeSettings {
  /** Section and key of what must be the same on all nodes of a CHT's cluster. */
  public static final List<Map.Entry<String, String>> MUST_BE_EQUAL =
      List.of(
          Map.entry("couchdb", "uuid"),
          Map.entry("chttpd_auth", "secret"),
          Map.entry("chttpd_auth", "timeout"),
          Map.entry("chttpd_auth", "allow_persistent_cookies"),
          Map.entry("chttpd_auth", "iterations"),
          Map.entry("chttpd", "require_valid_user"),
          Map.entry("chttpd", "max_http_request_size"),
          Map.entry("couchdb", "max_document_size"),
          Map.entry("couchdb", "users_db_security_editable"),
          Map.entry("cluster", "q"),
          Map.entry("cluster", "n"));

  private final CouchDb couch;

  private NodeSettings(CouchDb couch) {
    this.couch = couch;
  }

  /** Returns the settings of the cluster that {@code couch} is a client of. Sends nothing. */
  public static NodeSettings of(CouchDb couch) {
    return new NodeSettings(couch);
  }

  /**
   * Returns those of {@link #MUST_BE_EQUAL}, and of the administrators' hashes, that differ: by
   * {@code section/key}, the nodes in groups of the same value. Values are not shown, since some
   * are secrets. Empty if all is equal.
   */
  public SortedMap<String, List<List<String>>> differences() {
    Map<String, Map<String, Map<String, String>>> configurations = new TreeMap<>();
    nodes().forEach(node -> configurations.put(node, couch.node(node).configuration()));
    return differences(configurations);
  }

  /** {@link #differences()} of configurations that were read before, by node. */
  static SortedMap<String, List<List<String>>> differences(
      Map<String, Map<String, Map<String, String>>> configurations) {
    Map<String, Map<String, String>> byKey = new TreeMap<>();
    configurations.forEach(
        (node, sections) -> {
          for (Map.Entry<String, String> key : MUST_BE_EQUAL) {
            String value =
                sections.getOrDefault(key.getKey(), Map.of()).getOrDefault(key.getValue(), "");
            put(byKey, key.getKey() + "/" + key.getValue(), node, value);
          }
          sections
              .getOrDefault("admins", Map.of())
              .forEach((user, hash) -> put(byKey, "admins/" + user, node, hash));
        });
    return differing(List.copyOf(configurations.keySet()), byKey);
  }

  private static void put(
      Map<String, Map<String, String>> byKey, String key, String node, String value) {
    byKey.computeIfAbsent(key, name -> new TreeMap<>()).put(node, value);
  }

  private static SortedMap<String, List<List<String>>> differing(
      List<String> nodes, Map<String, Map<String, String>> byKey) {
    SortedMap<String, List<List<String>>> differing = new TreeMap<>();
    byKey.forEach(
        (key, values) -> {
          List<List<String>> groups = groups(nodes, values);
          if (groups.size() > 1) {
            differing.put(key, groups);
          }
        });
    return differing;
  }

  static List<List<String>> groups(List<String> nodes, Map<String, String> values) {
    Map<String, TreeSet<String>> groups = new LinkedHashMap<>();
    for (String node : new TreeSet<>(nodes)) {
      String value = values.getOrDefault(node, "");
      groups.computeIfAbsent(value, name -> new TreeSet<>()).add(node);
    }
    return groups.values().stream().map(List::copyOf).toList();
  }

  /**
   * Sets one value on every node that has another. If one refuses, those set before keep the new
   * value: the call can be repeated.
   *
   * @return the nodes that were changed
   */
  public List<String> set(String section, String key, String value) {
    TreeSet<String> changed = new TreeSet<>();
    for (String node : nodes()) {
      if (!couch.node(node).configuration(section, key).equals(Optional.of(value))) {
        couch.node(node).configure(section, key, value);
        changed.add(node);
      }
    }
    return List.copyOf(changed);
  }

  private List<String> nodes() {
    return Cluster.of(couch).membership().members();
  }
}
