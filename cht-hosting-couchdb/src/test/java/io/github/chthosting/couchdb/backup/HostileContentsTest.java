package io.github.chthosting.couchdb.backup;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Backups whose parts someone has changed in named ways. */
class HostileContentsTest extends ChangedBackupCase {
  static Stream<Variant> named() {
    List<Variant> all = new ArrayList<>();
    contents(all);
    return all.stream();
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
    assertRefused(variant);
  }
}
