package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.CouchDbFault;
import io.github.chthosting.http.Call;
import io.github.chthosting.plan.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The state of one node, read through another node in four requests however many databases it has.
 *
 * @param name of the node
 * @param answered whether it did
 * @param version of CouchDB
 * @param configuration sections, keys, values; some are secrets, so it is not printed
 * @param revisions of each database's map
 * @param files of shards on its disk
 */
record NodeReading(
    String name,
    boolean answered,
    String version,
    Map<String, Map<String, String>> configuration,
    Map<String, String> revisions,
    NavigableSet<String> files) {

  static NodeReading of(Wire wire, String name) {
    try {
      return new NodeReading(
          name,
          true,
          version(wire, name),
          configuration(wire, name),
          revisions(wire, name),
          files(wire, name));
    } catch (HostingException e) {
      return new NodeReading(name, false, "", Map.of(), Map.of(), new TreeSet<>());
    }
  }

  private static String version(Wire wire, String name) {
    try {
      return wire.json(Call.of("GET", "_node", name)).path("version").asString("");
    } catch (CouchDbException e) {
      // An older one, or one that is down, which the next request says.
      return "";
    }
  }

  private static Map<String, Map<String, String>> configuration(Wire wire, String name) {
    Map<String, Map<String, String>> sections = new TreeMap<>();
    for (Map.Entry<String, JsonNode> section :
        wire.json(Call.of("GET", "_node", name, "_config")).properties()) {
      Map<String, String> keys = new LinkedHashMap<>();
      section
          .getValue()
          .properties()
          .forEach(entry -> keys.put(entry.getKey(), entry.getValue().asString("")));
      sections.put(section.getKey(), keys);
    }
    return sections;
  }

  private static Map<String, String> revisions(Wire wire, String name) {
    Map<String, String> revisions = new TreeMap<>();
    for (JsonNode row :
        wire.json(Call.of("GET", "_node", name, "_dbs", "_all_docs")).path("rows")) {
      String database = row.path("id").asString("");
      if (!database.startsWith("_design/")) {
        revisions.put(database, row.path("value").path("rev").asString(""));
      }
    }
    return revisions;
  }

  private static NavigableSet<String> files(Wire wire, String name) {
    NavigableSet<String> files = new TreeSet<>();
    for (JsonNode file : wire.json(Call.of("GET", "_node", name, "_all_dbs"))) {
      if (file.asString("").startsWith("shards/")) {
        files.add(file.asString(""));
      }
    }
    return files;
  }

  ClusterLayout.Node node(
      String zone, Set<String> known, SortedSet<String> missing, SortedSet<String> inPlans) {
    SortedSet<String> strays = new TreeSet<>(files);
    strays.removeAll(known);
    return new ClusterLayout.Node(
        name, answered, isInMaintenance(), zone, version, strays, missing, inPlans);
  }

  /** Files of the same range and database that end in other digits. */
  List<String> withOtherSuffix(String file) {
    String prefix = file.substring(0, file.lastIndexOf('.') + 1);
    return files.subSet(prefix, prefix + Character.MAX_VALUE).stream()
        .filter(other -> !other.equals(file))
        .filter(other -> other.substring(prefix.length()).matches("[0-9]{10}"))
        .toList();
  }

  private boolean isInMaintenance() {
    return mode().equals("true") || mode().equals("nolb");
  }

  private String mode() {
    return configuration
        .getOrDefault("couchdb", Map.of())
        .getOrDefault("maintenance_mode", "false");
  }

  /** Returns the faults of CouchDB that may strike there as it is set up now. */
  List<Finding> faults() {
    List<Finding> faults = new ArrayList<>();
    if (CouchDbFault.breaksNouveau(version, configuration)) {
      faults.add(CouchDbFault.NOUVEAU_AFTER_PURGE.warning(name));
    }
    if (mode().equals("true")) {
      faults.add(CouchDbFault.PURGES_MISSED.warning(name));
    }
    return faults;
  }

  /** The node's name and version, without the configuration, which holds secrets. */
  @Override
  public String toString() {
    return "NodeReading[" + name + (answered ? " " + version : " silent") + "]";
  }
}
