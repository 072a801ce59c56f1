package io.github.chthosting.couchdb.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Backups whose manifests someone has changed in named ways. */
class HostileManifestsTest extends ChangedBackupCase {
  static Stream<Variant> named() {
    List<Variant> all = new ArrayList<>();
    manifests(all);
    lists(all);
    return all.stream();
  }

  private static Variant medic(String name, Consumer<ObjectNode> change) {
    return new Variant(name, copy -> copy.json(copy.name("medic/manifest.json"), change));
  }

  private static Variant top(String name, Consumer<ObjectNode> change) {
    return new Variant("top: " + name, copy -> copy.json(ArchiveCopy.TOP, change));
  }

  private static ObjectNode counts(ObjectNode manifest) {
    return (ObjectNode) manifest.path("counts");
  }

  private static ObjectNode part(ObjectNode manifest, String kind) {
    for (JsonNode part : manifest.path("parts")) {
      if (part.path("kind").asString("").equals(kind)) {
        return (ObjectNode) part;
      }
    }
    throw new AssertionError(kind);
  }

  private static ObjectNode entry(ObjectNode top, int index) {
    return (ObjectNode) top.path("databases").path(index);
  }

  private static void add(ObjectNode counts, String count, long more) {
    counts.put(count, counts.path(count).asLong(0) + more);
  }

  private static void manifests(List<Variant> all) {
    all.add(medic("a part without kind", m -> part(m, "documents").remove("kind")));
    all.add(medic("a kind that is null", m -> part(m, "documents").putNull("kind")));
    all.add(
        medic(
            "documents called local ones",
            m -> {
              ObjectNode part = part(m, "documents");
              part.put("kind", "locals");
              long rows = part.path("rows").asLong(0);
              add(counts(m), "locals", rows);
              add(counts(m), "leaves", -rows);
              add(counts(m), "documents", -rows);
            }));
    all.add(medic("attachments called plain", m -> part(m, "attached").put("kind", "documents")));
    all.add(
        medic(
            "design documents called plain",
            m -> {
              part(m, "designs").put("kind", "documents");
              add(counts(m), "designs", -1);
            }));
    all.add(medic("10^12 leaves", m -> counts(m).put("leaves", HUGE)));
    all.add(
        medic(
            "10^12 leaves and rows",
            m -> {
              ObjectNode part = part(m, "documents");
              long more = HUGE - part.path("rows").asLong(0);
              part.put("rows", HUGE);
              for (String count : List.of("leaves", "documents")) {
                add(counts(m), count, more);
              }
            }));
    all.add(medic("any number of rows", m -> part(m, "documents").put("rows", Long.MAX_VALUE)));
    all.add(
        medic(
            "documents that may have changed, any number",
            m -> counts(m).put("documents", HUGE).put("changed", 2 * HUGE)));
    all.add(medic("less than no changes", m -> counts(m).put("changed", -1)));
    all.add(medic("less than no rows", m -> part(m, "documents").put("rows", -5)));
    all.add(medic("10^12 bytes of a part", m -> part(m, "documents").put("bytes", HUGE)));
    all.add(medic("10^12 bytes of content", m -> part(m, "documents").put("content", HUGE)));
    all.add(medic("no counts", m -> m.putNull("counts")));
    all.add(medic("no parts", m -> m.putNull("parts")));
    all.add(medic("a part that is null", m -> ((ArrayNode) m.path("parts")).addNull()));
    all.add(medic("less than no ranges", m -> m.put("q", -1)));
    all.add(medic("a million ranges", m -> m.put("q", 1_000_000)));
    all.add(medic("less than no copies", m -> m.put("n", -1)));
    all.add(medic("no revision remembered", m -> m.put("revsLimit", 0)));
    all.add(medic("no security", m -> m.remove("security")));
    all.add(medic("security that is null", m -> m.putNull("security")));
    all.add(medic("security that is a text", m -> m.put("security", "all")));
    all.add(
        medic(
            "security without a floor",
            m -> {
              ObjectNode deepest = m.putObject("security");
              for (int i = 0; i < 400; i++) {
                deepest = deepest.putObject("a");
              }
            }));
    all.add(medic("partitioned, and ids are not", m -> m.put("partitioned", true)));
    all.add(medic("no name", m -> m.remove("name")));
    all.add(medic("another name", m -> m.put("name", "logs")));
    all.add(medic("no hash of a part", m -> part(m, "documents").putNull("sha256")));
    all.add(top("no name", m -> entry(m, 0).putNull("name")));
    all.add(top("a name that CouchDB refuses", m -> entry(m, 0).put("name", "../x")));
    all.add(top("no folder", m -> entry(m, 0).putNull("folder")));
    all.add(top("10^12 documents", m -> entry(m, 0).put("documents", HUGE)));
    all.add(top("10^12 leaves", m -> entry(m, 0).put("leaves", HUGE)));
    all.add(top("less than no leaves", m -> entry(m, 0).put("leaves", -HUGE)));
    all.add(top("version 0", m -> m.put("version", 0)));
    all.add(top("an entry that is null", m -> ((ArrayNode) m.path("databases")).addNull()));
  }

  private static void lists(List<Variant> all) {
    for (String object :
        List.of(
            "../other",
            "/etc/passwd",
            "",
            "databases/medic/../logs/manifest.json",
            "databases/logs/manifest.json",
            "databases/logs/documents-000001.ndjson.zst",
            "databases/medic/manifest.json")) {
      all.add(medic("a part at '" + object + "'", m -> part(m, "documents").put("object", object)));
    }
    all.add(
        medic(
            "a part named twice",
            m -> {
              ObjectNode part = part(m, "documents");
              ((ArrayNode) m.path("parts")).add(part.deepCopy());
              add(counts(m), "leaves", part.path("rows").asLong(0));
              add(counts(m), "bytes", part.path("content").asLong(0));
            }));
    all.add(
        medic(
            "a part that is not named",
            m -> {
              ObjectNode part = part(m, "documents");
              ((ArrayNode) m.path("parts")).remove(0);
              long rows = part.path("rows").asLong(0);
              add(counts(m), "leaves", -rows);
              add(counts(m), "documents", -rows);
              add(counts(m), "bytes", -part.path("content").asLong(0));
            }));
    for (String at : List.of("..", "/tmp", "", "databases/medic", "databases/nowhere")) {
      all.add(top("a folder '" + at + "'", m -> entry(m, 0).put("folder", at)));
    }
    all.add(top("a database twice", m -> ((ArrayNode) m.path("databases")).add(entry(m, 0))));
    all.add(top("a database that is not named", m -> ((ArrayNode) m.path("databases")).remove(0)));
    all.add(top("no database", m -> m.putArray("databases")));
    all.add(top("databases that are null", m -> m.putNull("databases")));
  }

  @ParameterizedTest
  @MethodSource
  void named(Variant variant) throws Exception {
    assertRefused(variant);
  }
}
