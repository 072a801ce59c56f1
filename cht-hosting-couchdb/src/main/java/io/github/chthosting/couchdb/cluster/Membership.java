package io.github.chthosting.couchdb.cluster;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The members of a cluster, as one node sees them.
 *
 * @param connected nodes that it is connected to, itself included ({@code all_nodes})
 * @param members nodes that belong to the cluster ({@code cluster_nodes})
 */
public record Membership(List<String> connected, List<String> members) {
  public Membership {
    connected = List.copyOf(connected);
    members = List.copyOf(members);
  }

  static Membership of(JsonNode json) {
    return new Membership(texts(json.path("all_nodes")), texts(json.path("cluster_nodes")));
  }

  /** Returns the members that it is not connected to: they are down, or were renamed. */
  public List<String> absent() {
    return members.stream().filter(node -> !connected.contains(node)).toList();
  }

  /** Returns the connected nodes that are no members: they were not added, or were removed. */
  public List<String> strangers() {
    return connected.stream().filter(node -> !members.contains(node)).toList();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString("")));
    return texts;
  }
}
