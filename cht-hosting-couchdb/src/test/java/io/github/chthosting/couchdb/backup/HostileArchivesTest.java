package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.testkit.RecordedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Backups that someone has changed, with hashes that are right. Verification and restore agree on
 * each: a typed failure before anything is written, or all of it.
 */
class HostileArchivesTest {
  private static final long HUGE = 1_000_000_000_000L;
  private static final int DOCUMENTS = 90;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private static Path shared;
  private static Embedded embedded;
  private static ArchiveCopy valid;
  private static long leaves;
  @TempDir Path folder;

  @BeforeAll
  static void backUp() throws Exception {
    embedded = new Embedded();
    Site site = new Site(embedded.couch());
    for (String name : List.of("medic", "logs")) {
      Database database = embedded.couch().database(name);
      database.create();
      for (int i = 0; i < DOCUMENTS; i++) {
        site.write(
            database, "{\"_id\":\"d%d\",\"_rev\":\"1-%032x\",\"n\":%d}".formatted(i, i + 1, i));
      }
    }
    Database medic = embedded.couch().database("medic");
    site.write(medic, "{\"_id\":\"_design/d\",\"_rev\":\"1-%s\"}".formatted(Site.hash('d')));
    site.write(medic, "{\"_id\":\"photo\",\"_rev\":\"1-%s\"}".formatted(Site.hash('a')));
    site.attach(medic, "photo", "1-" + Site.hash('a'), "p", "image/png", Site.random(5_000));
    medic.request("PUT", "_local", "point").body(Site.JSON.createObjectNode()).json();
    Path made = shared.resolve("made");
    leaves =
        Backup.of(embedded.couch())
            .databases("medic", "logs")
            .partSize(2_000)
            .to(BackupStore.folder(made))
            .start()
            .await()
            .leaves();
    valid = ArchiveCopy.of(made);
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  /** One change made to a backup. */
  record Variant(String name, Consumer<ArchiveCopy> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  private BackupStore store() {
    return BackupStore.folder(folder.resolve("b"));
  }

  private @Nullable Throwable verify() {
    Operation<VerifyReport> verify = Verify.backup(store()).start();
    return catchThrowable(() -> verify.await(LIMIT));
  }

  private @Nullable Throwable restore() {
    embedded.server().clearRequests();
    Operation<RestoreReport> restore =
        Restore.from(store()).to(embedded.couch()).prefix("r-").start();
    return catchThrowable(() -> assertThat(restore.await(LIMIT).leaves()).isEqualTo(leaves));
  }

  /** Neither a raw exception nor a word too few; and no request that changes anything. */
  private void assertRefusedUnwritten(@Nullable Throwable verified, @Nullable Throwable restored) {
    for (Throwable thrown : new Throwable[] {verified, restored}) {
      assertThat(thrown)
          .isInstanceOf(HostingException.class)
          .isNotInstanceOf(io.github.chthosting.TimedOutException.class)
          .hasMessageContaining(store().location())
          .hasMessageContaining("Nothing was changed.");
    }
    assertThat(restored).hasSameClassAs(verified);
    assertThat(embedded.server().requests())
        .extracting(RecordedRequest::method)
        .isSubsetOf("GET", "HEAD");
  }

  private void assertRefused() {
    assertRefusedUnwritten(verify(), restore());
  }

  static Stream<Variant> named() {
    List<Variant> all = new ArrayList<>();
    manifests(all);
    lists(all);
    contents(all);
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

  private static Variant lines(String name, String end, UnaryOperator<String> change) {
    return new Variant(
        name,
        copy -> copy.lines(copy.name(end), lines -> lines.set(0, change.apply(lines.get(0)))));
  }

  private static Variant documents(String name, UnaryOperator<String> change) {
    return lines(name, "medic/documents-000001.ndjson.zst", change);
  }

  private static Variant stub(String name, Consumer<ObjectNode> change) {
    return lines(
        "stub: " + name,
        "medic/attached-000001.ndjson.zst",
        line -> {
          ObjectNode document = (ObjectNode) Site.JSON.readTree(line);
          change.accept((ObjectNode) document.path("_attachments").path("p"));
          return document.toString();
        });
  }

  private static Variant tar(String name, Consumer<byte[]> change) {
    return new Variant(
        "tar: " + name,
        copy ->
            copy.part(
                copy.name("attachments-000001.tar"),
                bytes -> {
                  byte[] changed = bytes.clone();
                  change.accept(changed);
                  sum(changed);
                  return changed;
                }));
  }

  /** Makes the checksum of the first header right. */
  private static void sum(byte[] tar) {
    put(tar, 148, "        ");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[i] & 0xFF;
    }
    put(tar, 148, "%06o\0 ".formatted(sum));
  }

  private static void put(byte[] bytes, int at, String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, bytes, at, ascii.length);
  }

  private static void contents(List<Variant> all) {
    all.add(documents("no JSON", line -> "<html>"));
    all.add(documents("an empty line", line -> ""));
    all.add(documents("an array", line -> "[" + line + "]"));
    all.add(documents("something behind", line -> line + " x"));
    all.add(documents("a bad escape", line -> line.replace("\"n\":", "\"\\uZZZZ\":")));
    all.add(documents("a bad escape in the id", line -> line.replaceFirst("\"d", "\"\\\\u00g0")));
    all.add(documents("no id", line -> line.replace("\"_id\"", "\"id\"")));
    all.add(documents("no revision", line -> line.replace("\"_rev\"", "\"rev\"")));
    all.add(documents("an odd revision", line -> line.replaceFirst("\"1-", "\"x-")));
    all.add(documents("a local id", line -> line.replaceFirst("\"d", "\"_local/d")));
    all.add(documents("a design document's id", line -> line.replaceFirst("\"d", "\"_design/d")));
    all.add(
        lines(
            "a local document of another id",
            "locals-000001.ndjson.zst",
            line -> line.replace("_local/", "x")));
    for (String part : List.of("../../manifest.json", "documents-000001.ndjson.zst", "", "none")) {
      all.add(stub("in '" + part + "'", s -> ((ObjectNode) s.path("stored")).put("part", part)));
    }
    for (long offset : new long[] {-1, -HUGE, 0, 511, 513, HUGE, Long.MAX_VALUE, Long.MIN_VALUE}) {
      all.add(stub("at " + offset, s -> ((ObjectNode) s.path("stored")).put("offset", offset)));
    }
    for (long length : new long[] {-1, 0, 4_999, 5_001, HUGE, Long.MAX_VALUE}) {
      all.add(stub("of " + length + " bytes", s -> s.put("length", length)));
    }
    all.add(stub("another digest", s -> s.put("digest", "md5-AAAAAAAAAAAAAAAAAAAAAA==")));
    all.add(stub("nowhere", s -> s.remove("stored")));
    all.add(tar("a size that is no number", bytes -> put(bytes, 124, "9zzzzzzzzzz\0")));
    all.add(tar("a size below zero", bytes -> put(bytes, 124, "-0000000001\0")));
    all.add(tar("a size without end", bytes -> put(bytes, 124, "77777777777\0")));
    all.add(tar("a size above all", bytes -> bytes[124] = (byte) 0xFF));
    all.add(tar("other bytes", bytes -> bytes[600]++));
    all.add(tar("another name", bytes -> bytes[0] ^= 1));
    all.add(
        new Variant(
            "no newline at the end",
            copy ->
                copy.text(copy.name("locals-000001.ndjson.zst"), "{\"_id\":\"_local/point\"}", 1)));
    String name = "medic/documents-000001.ndjson.zst";
    all.add(new Variant("an empty part", copy -> copy.part(copy.name(name), bytes -> new byte[0])));
    all.add(
        new Variant(
            "something that is not compressed",
            copy ->
                copy.part(
                    copy.name(name), bytes -> "x".repeat(900).getBytes(StandardCharsets.UTF_8))));
    all.add(
        new Variant(
            "a part that expands to more than it says",
            copy ->
                copy.part(copy.name(name), bytes -> ArchiveCopy.compressed(new byte[8 << 20]))));
    all.add(
        new Variant(
            "a part that wants a large window",
            copy -> copy.part(copy.name(name), bytes -> wide(copy.plain(copy.name(name))))));
    all.add(
        new Variant(
            "bytes behind a part",
            copy ->
                copy.bytes(
                    copy.name(name),
                    (new String(copy.bytes(copy.name(name)), StandardCharsets.ISO_8859_1) + "x")
                        .getBytes(StandardCharsets.ISO_8859_1))));
    all.add(new Variant("a part that is missing", copy -> copy.remove(copy.name(name))));
    all.add(
        new Variant(
            "a manifest that is missing", copy -> copy.remove(copy.name("logs/manifest.json"))));
    all.add(new Variant("no hashes", copy -> copy.remove("SHA256SUMS")));
    all.add(new Variant("empty hashes", copy -> copy.bytes("SHA256SUMS", new byte[0])));
  }

  /** Text packed like {@code zstd --long=27} does it: small, and read with 128 MB. */
  private static byte[] wide(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStreamNoFinalizer(bytes).setLong(27)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @MethodSource
  void named(Variant variant) throws Exception {
    ArchiveCopy copy = valid.copy();
    variant.change.accept(copy);
    copy.write(folder.resolve("b"));

    assertRefused();
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 150);
  }

  /** Any member of a manifest has any value. */
  @ParameterizedTest
  @MethodSource("seeds")
  void anyMember(int seed) throws Exception {
    Random random = new Random(seed);
    ArchiveCopy copy = valid.copy();
    List<String> manifests =
        List.of(ArchiveCopy.TOP, copy.name("medic/manifest.json"), copy.name("logs/manifest.json"));
    String name = manifests.get(random.nextInt(manifests.size()));
    String[] what = {""};
    copy.json(name, json -> what[0] = new JsonMutation(random).change(json));
    copy.write(folder.resolve("b"));

    Throwable verified = verify();
    Throwable restored = restore();

    try {
      if (verified == null && restored == null) {
        Verify.backup(store()).against(embedded.couch()).prefix("r-").start().await().requireSame();
      } else {
        assertRefusedUnwritten(verified, restored);
      }
    } catch (AssertionError e) {
      throw new AssertionError(
          "seed " + seed + ", " + name + ": " + what[0] + ": " + e.getMessage(), e);
    } finally {
      for (String database : embedded.couch().databases()) {
        if (database.startsWith("r-")) {
          embedded.couch().database(database).delete();
        }
      }
    }
  }

  static Stream<String> objects() {
    return Stream.of(
        "SHA256SUMS",
        "manifest.json",
        "medic/manifest.json",
        "documents-000001.ndjson.zst",
        ".tar");
  }

  @ParameterizedTest
  @MethodSource("objects")
  @EnabledOnOs(OS.LINUX)
  void somethingElseWhereAFileIsDue(String end) throws Exception {
    valid.write(folder.resolve("b"));
    Path file = folder.resolve("b").resolve(valid.name(end));
    Path aside = folder.resolve("aside");
    Files.move(file, aside);

    run("mkfifo", file.toString());
    assertRefused();
    Files.delete(file);
    for (Path target : List.of(aside, Path.of("/dev/zero"), folder.resolve("nowhere"))) {
      Files.createSymbolicLink(file, target);
      assertRefused();
      Files.delete(file);
    }
    Files.createDirectory(file);
    assertRefused();
  }

  @Test
  void aFolderThatIsALink() throws Exception {
    valid.write(folder.resolve("b"));
    Path databases = folder.resolve("b/databases");
    Files.move(databases, folder.resolve("elsewhere"));
    Files.createSymbolicLink(databases, folder.resolve("elsewhere"));

    assertRefused();
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void theBackupItselfIsWhole() throws Exception {
    valid.write(folder.resolve("b"));

    assertThat(verify()).isNull();
  }

  /** The checking of what is large ends when it is told to. */
  @Test
  void cancelledWhileItIsChecked() throws Exception {
    valid.write(folder.resolve("b"));
    SlowStore slow = new SlowStore(store(), ".tar");
    for (Supplier<Operation<?>> started :
        List.<Supplier<Operation<?>>>of(
            () -> Verify.backup(slow).start(),
            () -> Restore.from(slow).to(embedded.couch()).prefix("r-").start())) {
      Operation<?> operation = started.get();
      slow.awaitRead();

      operation.cancel();

      assertThat(catchThrowable(() -> operation.await(LIMIT)))
          .isInstanceOf(OperationCancelledException.class);
    }
    assertThat(embedded.couch().databases()).doesNotContain("r-logs", "r-medic");
  }
}
