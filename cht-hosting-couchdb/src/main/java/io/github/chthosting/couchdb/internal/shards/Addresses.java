package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The nodes behind the addresses of a client, as they are now. A node beside the cluster may be
 * among them: the members are those of the longest list that an address gives.
 */
public final class Addresses {
  private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);

  private final Map<Integer, String> names = new TreeMap<>();
  private final List<Integer> silent = new ArrayList<>();
  private final List<String> members = new ArrayList<>();

  private Addresses(Wire wire) {
    for (int address = 0; address < wire.transport().addresses().size(); address++) {
      try {
        Wire one = wire.at(address);
        JsonNode nodes = one.json(Call.of("GET", "_membership")).path("cluster_nodes");
        names.put(address, name(one));
        if (nodes.size() > members.size()) {
          members.clear();
          nodes.forEach(node -> members.add(node.asString("")));
        }
      } catch (HostingException e) {
        silent.add(address);
      }
    }
  }

  /** Asks each address: two requests. */
  public static Addresses of(Wire wire) {
    return new Addresses(wire);
  }

  /** The address of each node, where there is a choice of addresses; one request an address. */
  public static Map<String, Integer> byNode(Wire wire) {
    Map<String, Integer> addresses = new TreeMap<>();
    int count = wire.transport().addresses().size();
    for (int address = 0; count > 1 && address < count; address++) {
      try {
        addresses.putIfAbsent(name(wire.at(address)), address);
      } catch (HostingException e) {
        LOG.debug("address {} does not say which node it is", address, e);
      }
    }
    return addresses;
  }

  private static String name(Wire one) {
    return one.json(Call.of("GET", "_node", "_local")).path("name").asString("");
  }

  /** The address of a node; {@link #first()} where it has none of its own. */
  int of(String node) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().equals(node))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(this::first);
  }

  /** The first that is a member's; the first of all if none answers. */
  public int first() {
    return names.entrySet().stream()
        .filter(entry -> members.contains(entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(0);
  }

  /**
   * The addresses that have to answer: those of members, and silent ones, since a member may be
   * behind them, unless all members are at others.
   */
  public List<Integer> ofMembers() {
    List<Integer> asked = new ArrayList<>();
    names.forEach(
        (address, name) -> {
          if (members.contains(name)) {
            asked.add(address);
          }
        });
    if (!new TreeSet<>(names.values()).containsAll(members) || names.isEmpty()) {
      asked.addAll(silent);
    }
    return asked;
  }
}
