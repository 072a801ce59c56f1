package io.github.chthosting.couchdb.internal.compare;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The contents of a database that are no documents and that replication does not carry. */
public final class Uncarried {
  private static final JsonMapper SORTED =
      Json.mapper().rebuild().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private Uncarried() {}

  /**
   * The settings as JSON text by name, and whether the database is partitioned; a setting that the
   * server does not have is left out.
   */
  public static Map<String, String> of(Database database) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (String name : DatabaseContents.SETTINGS) {
      try {
        values.put(name, json(database, name));
      } catch (NotFoundException e) {
        // CouchDB before 2.3 and other servers lack some.
        if (!database.exists()) {
          throw e;
        }
      }
    }
    return texts(values, database.info().partitioned());
  }

  /** The same of values that are known by the names of {@link DatabaseContents#SETTINGS}. */
  public static Map<String, String> texts(Map<String, JsonNode> settings, boolean partitioned) {
    Map<String, String> texts = new LinkedHashMap<>();
    settings.forEach((name, value) -> texts.put(name, sorted(value)));
    texts.put("partitioned", "" + partitioned);
    return texts;
  }

  /** The same text for the same value, in whatever order a server tells its members. */
  private static String sorted(JsonNode value) {
    try {
      return SORTED.writeValueAsString(SORTED.treeToValue(value, Object.class));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no JSON: " + value, e);
    }
  }

  private static JsonNode json(Database database, String name) {
    return Wire.of(database).json(Call.of("GET", database.name(), name));
  }

  /**
   * Returns what differs, of what both sides have: {@code _security}, {@code _revs_limit: 99 and
   * 1000}.
   */
  public static List<String> differences(Map<String, String> here, Map<String, String> there) {
    List<String> differences = new ArrayList<>();
    here.forEach(
        (name, value) -> {
          String other = there.getOrDefault(name, value);
          if (!other.equals(value)) {
            boolean plain = !name.equals("_security");
            differences.add(plain ? name + ": " + value + " and " + other : name);
          }
        });
    return differences;
  }

  /** Writes to the target those that differ, of what both sides have. */
  public static void copyAll(Database source, Database target) {
    for (String name : DatabaseContents.SETTINGS) {
      try {
        copy(source, target, name);
      } catch (NotFoundException e) {
        // CouchDB before 2.3 and other servers lack some.
        if (!source.exists() || !target.exists()) {
          throw e;
        }
      }
    }
  }

  /** Writes one of them to the target, where it differs. */
  public static void copy(Database source, Database target, String name) {
    JsonNode value = json(source, name);
    if (!value.equals(json(target, name))) {
      Wire wire = Wire.of(target);
      wire.run(wire.put(List.of(target.name(), name), value).asRepeatable());
    }
  }
}
