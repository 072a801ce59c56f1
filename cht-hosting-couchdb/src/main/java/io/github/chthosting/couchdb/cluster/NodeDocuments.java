package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Call;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents of {@code _nodes}, which say who is a member, as one node has them. */
record NodeDocuments(Wire wire) {

  Optional<ObjectNode> find(String node) {
    try {
      return Optional.of((ObjectNode) wire.json(Call.of("GET", path(node))));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  ObjectNode findOrEmpty(String node) {
    return find(node).orElseGet(() -> wire.mapper().createObjectNode());
  }

  void write(String node, ObjectNode document) {
    wire.run(wire.put(path(node), document));
  }

  void delete(String node) {
    find(node).ifPresent(known -> delete(node, known));
  }

  /** Deletes it as it was read, and not what somebody wrote since. */
  void delete(String node, ObjectNode known) {
    wire.run(Call.of("DELETE", path(node)).query("rev", known.path("_rev").asString("")));
  }

  private static List<String> path(String node) {
    return List.of("_node", "_local", "_nodes", node);
  }

  /** Returns whether each member that can be asked knows that {@code node} is one, or is none. */
  boolean everywhere(Membership view, String node, boolean wanted) {
    for (String member : view.members()) {
      boolean asked = view.connected().contains(member) && (!member.equals(node) || wanted);
      if (asked) {
        try {
          JsonNode rows = wire.json(Call.of("GET", "_node", member, "_nodes", "_all_docs"));
          if (rows.path("rows").findValuesAsString("id").contains(node) != wanted) {
            return false;
          }
        } catch (HostingException e) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns what an earlier run wrote down as a mark. */
  ObjectNode parsed(String mark) {
    return parsed(wire, mark);
  }

  static ObjectNode parsed(Wire wire, String mark) {
    try {
      return (ObjectNode) wire.mapper().readTree(mark);
    } catch (JacksonException e) {
      throw new IllegalStateException("the journal's mark is not JSON: " + e.getMessage(), e);
    }
  }
}
