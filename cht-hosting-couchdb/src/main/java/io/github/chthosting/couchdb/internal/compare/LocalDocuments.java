package io.github.chthosting.couchdb.internal.compare;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.DatabaseContents.Local;
import io.github.chthosting.couchdb.internal.IdLimit;
import io.github.chthosting.couchdb.internal.JsonRows;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.CanonicalHash;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code _local} documents of one database: of each its id, what it is and a hash of what it
 * says, about 200 bytes. A CHT has one checkpoint a phone, with a long history each, so they are
 * read one at a time and not kept.
 */
public final class LocalDocuments {
  private final Map<String, Entry> byId = new TreeMap<>();
  private final CanonicalHash hash = new CanonicalHash();

  private record Entry(Local kind, String hash) {}

  /**
   * One that is not the same on both sides.
   *
   * @param id with {@code _local/}
   * @param kind what it is
   * @param here whether the first side has it
   * @param there whether the second side has it
   */
  public record Mismatch(String id, Local kind, boolean here, boolean there) {}

  /** Reads them, one at a time. */
  public static LocalDocuments of(Database database) {
    LocalDocuments locals = new LocalDocuments();
    Call call = Call.of("GET", database.name(), "_local_docs").query("include_docs", true);
    try (JsonRows rows = JsonRows.open(Wire.of(database), call, "rows")) {
      for (JsonNode row = rows.next(); row != null; row = rows.next()) {
        if (row.path("doc") instanceof ObjectNode document) {
          locals.add(row.path("id").asString(""), document);
          IdLimit.require(locals.byId.size(), "_local documents of " + database.name());
        }
      }
    }
    return locals;
  }

  /** Adds one; nothing of it is kept but what it is and a hash. */
  public void add(String id, ObjectNode document) {
    byId.put(id, new Entry(DatabaseContents.local(id, document), hashed(document)));
  }

  /** Those that were written down, all data. */
  public static LocalDocuments of(Map<String, String> hashes) {
    LocalDocuments locals = new LocalDocuments();
    hashes.forEach((id, hash) -> locals.byId.put(id, new Entry(Local.OTHER, hash)));
    return locals;
  }

  /** The hashes of those that are somebody's data, by id. */
  public Map<String, String> own() {
    Map<String, String> own = new TreeMap<>();
    byId.forEach(
        (id, entry) -> {
          if (entry.kind == Local.OTHER) {
            own.put(id, entry.hash);
          }
        });
    return own;
  }

  /** Without its revision, which counts writes of one cluster. */
  private String hashed(ObjectNode document) {
    document.remove("_rev");
    byte[] bytes = Json.mapper().writeValueAsBytes(document);
    try {
      hash.document(bytes, 0, bytes.length, true);
    } catch (IOException e) {
      throw new HostingException("reading _local documents", "" + e.getMessage(), false, e);
    }
    return "%016x%016x".formatted(hash.a(), hash.b());
  }

  /** All that are not the same here and there, by id. */
  public List<Mismatch> differences(LocalDocuments others) {
    TreeSet<String> ids = new TreeSet<>(byId.keySet());
    ids.addAll(others.byId.keySet());
    List<Mismatch> differences = new ArrayList<>();
    for (String id : ids) {
      Optional<Entry> here = Optional.ofNullable(byId.get(id));
      Optional<Entry> there = Optional.ofNullable(others.byId.get(id));
      if (!here.equals(there)) {
        Local kind = here.or(() -> there).orElseThrow().kind;
        differences.add(new Mismatch(id, kind, here.isPresent(), there.isPresent()));
      }
    }
    return differences;
  }

  /**
   * Writes those of the source that are data and differ to the target. Returns how many.
   *
   * @param chosen by id
   */
  public static int copy(Database source, Database target, Predicate<String> chosen) {
    int written = 0;
    for (Mismatch local : of(source).differences(of(target))) {
      if (local.kind == Local.OTHER && local.here && chosen.test(local.id)) {
        ObjectNode copy = source.get(local.id).json().deepCopy();
        copy.remove("_rev");
        target.find(local.id).flatMap(Document::rev).ifPresent(rev -> copy.put("_rev", rev));
        target.put(local.id, copy);
        written++;
      }
    }
    return written;
  }
}
