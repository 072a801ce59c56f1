package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.couchdb.internal.JsonRows;
import io.github.chthosting.couchdb.internal.Wire;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The leaves that the feed of a database names for some documents. */
final class NamedLeaves {
  /** CouchDB looks so many up by id, and goes through the whole database for more. */
  private static final int AT_ONCE = 100;

  private NamedLeaves() {}

  /**
   * Asks for the leaves of now, by document id. The feed fails where a range cannot be read, unlike
   * {@code _bulk_get} and {@code _revs_diff}, which then take what they cannot see for missing.
   */
  static Map<String, Set<String>> of(Wire wire, String database, Collection<String> ids) {
    Map<String, Set<String>> leaves = new HashMap<>();
    List<String> all = new ArrayList<>(ids);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      ask(wire, database, all.subList(from, Math.min(all.size(), from + AT_ONCE)), leaves);
    }
    return leaves;
  }

  private static void ask(
      Wire wire, String database, List<String> ids, Map<String, Set<String>> leaves) {
    ObjectNode choice = JsonNodeFactory.instance.objectNode();
    ArrayNode chosen = choice.putArray("doc_ids");
    ids.forEach(chosen::add);
    try (JsonRows rows = JsonRows.open(wire, new Choice(choice).changes(database), "results")) {
      for (JsonNode row = rows.next(); row != null; row = rows.next()) {
        Set<String> revisions =
            leaves.computeIfAbsent(row.path("id").asString(""), id -> new HashSet<>());
        row.path("changes").forEach(change -> revisions.add(change.path("rev").asString("")));
      }
    }
  }
}
