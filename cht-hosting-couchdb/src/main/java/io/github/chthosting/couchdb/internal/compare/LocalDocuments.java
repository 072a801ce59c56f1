package io.github.chthosting.couchdb.internal.compare;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.DatabaseContents.Local;
import io.github.chthosting.couchdb.internal.IdLimit;
import io.github.chthosting.couchdb.internal.LocalRows;
import io.github.chthosting.couchdb.internal.Names;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.CanonicalHash;
import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code _local} documents of one database: of each its id, what it is and a hash of what it
 * says, about 200 bytes. A CHT has one checkpoint a phone, with a long history each, so they are
 * read one at a time and not kept.
 */
public final class LocalDocuments {
  private final Map<String, Entry> byId = new TreeMap<>();
  private final Map<String, String> revs = new HashMap<>();
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
    try (LocalRows rows = rows(database)) {
      while (rows.next()) {
        if (rows.hasDocument()) {
          // Without its revision, which counts writes of one cluster.
          Entry entry = new Entry(rows.kind(), locals.hashed(rows.document("")));
          locals.byId.put(rows.id(), entry);
          locals.revs.put(rows.id(), rows.rev());
          IdLimit.require(locals.byId.size(), "_local documents of " + database.name());
        }
      }
    }
    return locals;
  }

  private static LocalRows rows(Database database) {
    return LocalRows.open(Wire.of(database), Call.of("GET", database.name(), "_local_docs"));
  }

  /** Adds one; nothing of it is kept but what it is and a hash. */
  public void add(String id, ObjectNode document) {
    byId.put(
        id, new Entry(DatabaseContents.local(id, document::has), hashed(withoutRev(document))));
  }

  /** Local documents from hashes that were written down, all of them data. */
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

  private static byte[] withoutRev(ObjectNode document) {
    document.remove("_rev");
    return Json.mapper().writeValueAsBytes(document);
  }

  /** The hash of a local document without its revision, which counts writes of one cluster. */
  private String hashed(byte[] document) {
    try {
      hash.document(document, 0, document.length, true);
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
    LocalDocuments there = of(target);
    Set<String> wanted = new TreeSet<>();
    for (Mismatch local : of(source).differences(there)) {
      if (local.kind == Local.OTHER && local.here && chosen.test(local.id)) {
        wanted.add(local.id);
      }
    }
    int written = 0;
    try (LocalRows rows = rows(source)) {
      while (written < wanted.size() && rows.next()) {
        if (wanted.contains(rows.id())) {
          put(target, rows.id(), rows.document(there.revs.getOrDefault(rows.id(), "")));
          written++;
        }
      }
    }
    return written;
  }

  private static void put(Database target, String id, byte[] document) {
    List<String> path = new ArrayList<>(Names.stored(id));
    path.add(0, target.name());
    Wire.of(target).run(Call.of("PUT", path).body(Body.bytes("application/json", document)));
  }
}
