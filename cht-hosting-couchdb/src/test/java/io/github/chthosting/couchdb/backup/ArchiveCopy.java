package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.backup.store.Compression;
import io.github.chthosting.couchdb.internal.backup.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** A backup in memory, changed by a test and written anew with hashes that are right. */
final class ArchiveCopy {
  static final String TOP = "manifest.json";
  private static final String SUMS = "SHA256SUMS";

  private final SortedMap<String, byte[]> files = new TreeMap<>();

  static ArchiveCopy of(Path folder) throws IOException {
    ArchiveCopy copy = new ArchiveCopy();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        copy.files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return copy;
  }

  ArchiveCopy copy() {
    ArchiveCopy other = new ArchiveCopy();
    other.files.putAll(files);
    return other;
  }

  /** The one object whose name ends so. */
  String name(String end) {
    return files.keySet().stream().filter(name -> name.endsWith(end)).findFirst().orElseThrow();
  }

  byte[] bytes(String name) {
    return files.get(name);
  }

  void bytes(String name, byte[] bytes) {
    files.put(name, bytes);
  }

  void remove(String name) {
    files.remove(name);
  }

  ObjectNode json(String name) {
    return (ObjectNode) Site.JSON.readTree(files.get(name));
  }

  /** Changes a manifest; its hash follows. */
  void json(String name, Consumer<ObjectNode> change) {
    ObjectNode json = json(name);
    change.accept(json);
    bytes(name, json.toString().getBytes(StandardCharsets.UTF_8));
    repair();
  }

  /** Changes a part; what its manifest says of its bytes follows. */
  void part(String name, UnaryOperator<byte[]> change) {
    byte[] bytes = change.apply(bytes(name));
    bytes(name, bytes);
    ofPart(name, part -> part.put("bytes", bytes.length).put("sha256", sha256(bytes)));
  }

  /** Changes what the manifest says of a part. */
  void ofPart(String name, Consumer<ObjectNode> change) {
    json(
        manifestOf(name),
        manifest ->
            manifest
                .path("parts")
                .forEach(
                    part -> {
                      if (part.path("object").asString("").equals(name)) {
                        change.accept((ObjectNode) part);
                      }
                    }));
  }

  /** Changes the lines of a part; rows and bytes of its manifest follow, and its counts do not. */
  void lines(String name, Consumer<List<String>> change) {
    List<String> lines = new ArrayList<>(plain(name).lines().toList());
    change.accept(lines);
    text(name, lines.isEmpty() ? "" : String.join("\n", lines) + "\n", lines.size());
  }

  void text(String name, String text, int rows) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    part(name, old -> compressed(plain));
    ofPart(name, part -> part.put("rows", rows).put("content", plain.length));
    json(
        manifestOf(name),
        manifest -> {
          long bytes = 0;
          for (var part : manifest.path("parts")) {
            bytes +=
                part.path("kind").asString("").equals("attachments")
                    ? 0
                    : part.path("content").asLong(0);
          }
          ((ObjectNode) manifest.path("counts")).put("bytes", bytes);
        });
  }

  String plain(String name) {
    try (InputStream in = Codec.decompress(name, new ByteArrayInputStream(bytes(name)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] compressed(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = Codec.compress(Compression.zstd(), bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static String manifestOf(String part) {
    return part.substring(0, part.lastIndexOf('/') + 1) + TOP;
  }

  /** Makes every hash that is listed the one of its file. */
  void repair() {
    StringBuilder sums = new StringBuilder();
    for (String line : new String(bytes(SUMS), StandardCharsets.UTF_8).lines().toList()) {
      byte[] file = files.get(line.substring(66));
      sums.append(file == null ? line.substring(0, 64) : sha256(file))
          .append(line.substring(64))
          .append('\n');
    }
    bytes(SUMS, sums.toString().getBytes(StandardCharsets.UTF_8));
  }

  void write(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
