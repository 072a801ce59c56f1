package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.HostingException;
import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.backup.store.BackupManifest;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.BackupStoreException;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectWriter;

/** Writes and reads manifests and the list of hashes. */
public final class Manifests {
  static final String TOP = "manifest.json";
  static final String SUMS = "SHA256SUMS";

  /** Memory that one manifest may take at most. */
  private static final int LONGEST =
      (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 16);

  private static final ObjectWriter WRITER = Json.mapper().writerWithDefaultPrettyPrinter();

  private Manifests() {}

  static byte[] bytes(Object manifest) {
    try {
      return WRITER.writeValueAsBytes(manifest);
    } catch (JacksonException e) {
      throw new IllegalStateException("a manifest that cannot be written", e);
    }
  }

  /** Writes an object as a whole. Returns its SHA-256 in hex. */
  static String write(BackupStore store, String name, byte[] bytes) throws IOException {
    try (HashedUpload upload = new HashedUpload(store.create(name))) {
      upload.write(bytes, 0, bytes.length);
      return upload.commit();
    }
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Hash.sha256().digest(bytes));
  }

  /** Lines as {@code sha256sum -c} reads them. */
  static byte[] sums(Map<String, String> hashes) {
    StringBuilder lines = new StringBuilder();
    hashes.forEach((name, hash) -> lines.append(hash).append("  ").append(name).append('\n'));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The hash of every object, by name, as the backup itself tells. */
  static Map<String, String> sums(BackupStore store) {
    String lines = new String(read(store, SUMS), StandardCharsets.UTF_8);
    Map<String, String> hashes = new LinkedHashMap<>();
    if (!lines.endsWith("\n")) {
      throw broken(store, SUMS, "it is cut or not a list of hashes", null);
    }
    for (String line : lines.lines().toList()) {
      if (line.length() < 67 || !line.startsWith("  ", 64)) {
        throw broken(store, SUMS, "it is cut or not a list of hashes", null);
      }
      hashes.put(line.substring(66), line.substring(0, 64));
    }
    return hashes;
  }

  /** The manifest of a whole backup, its hash checked. */
  public static BackupManifest top(BackupStore store) {
    byte[] bytes = read(store, TOP);
    BackupManifest manifest = parse(store, TOP, bytes, BackupManifest.class);
    if (!BackupManifest.FORMAT.equals(manifest.format())) {
      throw broken(store, TOP, "it is not the manifest of such a backup", null);
    }
    if (manifest.version() > BackupManifest.VERSION) {
      throw new UnsupportedVersionException(
          "reading " + TOP,
          "%s has format version %d; this library reads up to %d. Use a newer one."
              .formatted(store.location(), manifest.version(), BackupManifest.VERSION),
          null);
    }
    Map<String, String> sums = sums(store);
    requireHash(store, TOP, bytes, sums);
    requireRules(store, TOP, ManifestRules.top(manifest, sums.keySet()));
    return manifest;
  }

  /** The manifest of one of its databases, its hash checked. */
  public static DatabaseManifest database(BackupStore store, BackupManifest.Entry entry) {
    String name = entry.folder() + "/" + TOP;
    byte[] bytes = read(store, name);
    Map<String, String> sums = sums(store);
    requireHash(store, name, bytes, sums);
    DatabaseManifest manifest = parse(store, name, bytes, DatabaseManifest.class);
    requireRules(store, name, ManifestRules.database(manifest, entry, sums.keySet()));
    for (DatabaseManifest.Part part : manifest.parts()) {
      if (!part.sha256().equals(sums.get(part.object()))) {
        throw broken(store, SUMS, "it does not have the hash of " + part.object(), null);
      }
    }
    return manifest;
  }

  private static void requireRules(BackupStore store, String name, String broken) {
    if (!broken.isEmpty()) {
      throw broken(store, name, broken, null);
    }
  }

  private static void requireHash(
      BackupStore store, String name, byte[] bytes, Map<String, String> sums) {
    if (!sha256(bytes).equals(sums.get(name))) {
      throw broken(store, name, "its SHA-256 is not the one in " + SUMS, null);
    }
  }

  private static byte[] read(BackupStore store, String name) {
    try (InputStream in = store.open(name, 0)) {
      byte[] bytes = in.readNBytes(LONGEST);
      if (bytes.length == LONGEST && in.read() >= 0) {
        throw broken(
            store,
            name,
            "it has more than the " + LONGEST + " bytes that this memory allows",
            null);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new BackupStoreException(
          "reading " + name,
          ("%s holds no complete backup: %s is missing. A backup that was cut short has none; take it "
                  + "again. Nothing was changed.")
              .formatted(store.location(), name),
          e);
    } catch (IOException e) {
      HostingException failure = Failures.ofStore("reading " + name, store.location(), e);
      failure.addAftermath("Nothing was changed.");
      throw failure;
    }
  }

  private static <T> T parse(BackupStore store, String name, byte[] bytes, Class<T> type) {
    try {
      T value = Json.mapper().readValue(bytes, type);
      if (value != null) {
        return value;
      }
      throw broken(store, name, "it is empty", null);
    } catch (RuntimeException e) {
      throw e instanceof VerificationFailedException known
          ? known
          : broken(store, name, "it is cut or not JSON", e);
    }
  }

  private static VerificationFailedException broken(
      BackupStore store, String name, String how, @Nullable Throwable cause) {
    return new VerificationFailedException(
        "reading " + name,
        "%s/%s is broken: %s. Use another backup. Nothing was changed."
            .formatted(store.location(), name, how),
        cause);
  }
}
