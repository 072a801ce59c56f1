package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.http.Call;
import io.github.chthosting.plan.Marks;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The number of purges that a database remembers. Each file has it, but a node's own path to a file
 * does not show it: a new file gets it with all others, once it is in the map.
 */
final class PurgesLimit {
  private static final String NAME = "_purged_infos_limit";
  private static final int DEFAULT = 1000;

  private final Wire wire;
  private final String database;
  private final Marks marks;

  PurgesLimit(Wire wire, String database, Marks marks) {
    this.wire = wire;
    this.database = database;
    this.marks = marks;
  }

  /** Writes down what it is, before a file is in the map that has another. */
  void note() {
    if (!marks.all().containsKey(NAME)) {
      try {
        JsonNode value = wire.json(Call.of("GET", database, NAME));
        marks.put(NAME, Integer.toString(value.asInt(DEFAULT)));
      } catch (CouchDbException e) {
        if (e.status() != 404) {
          throw e;
        }
        // CouchDB before 2.3 has none.
        marks.put(NAME, Integer.toString(DEFAULT));
      }
    }
  }

  /** Gives it to all files of the map. */
  void restore() {
    int value = Integer.parseInt(marks.all().getOrDefault(NAME, Integer.toString(DEFAULT)));
    if (value != DEFAULT) {
      wire.run(wire.put(List.of(database, NAME), value).asRepeatable());
    }
  }
}
