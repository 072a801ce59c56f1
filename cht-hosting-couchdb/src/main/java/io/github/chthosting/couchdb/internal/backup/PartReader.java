package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a backup. */
public final class PartReader {
  private static final int LONGEST_LINE = 1 << 30;
  private static final int BUFFER = 256 << 10;

  private PartReader() {}

  /** Takes a line; its bytes are valid until it returns. */
  @FunctionalInterface
  public interface Taker {
    void take(byte[] bytes, int start, int end) throws IOException;
  }

  /**
   * Gives every line of a part to {@code taker}.
   *
   * @throws VerificationFailedException if it has more or less lines than the manifest says
   */
  public static void lines(BackupStore store, Part part, Taker taker) throws IOException {
    long rows = 0;
    try (InputStream in = Codec.decompress(part.object(), store.open(part.object(), 0))) {
      LineReader lines = new LineReader(new ByteWindow(in, LONGEST_LINE, Duration.ofHours(1)));
      while (lines.next()) {
        taker.take(lines.bytes(), lines.start(), lines.end());
        rows++;
      }
    }
    if (rows != part.rows()) {
      throw broken(
          store, part, "it has %d lines, and its manifest says %d".formatted(rows, part.rows()));
    }
  }

  /**
   * Compares the part's SHA-256 with the manifest's.
   *
   * @throws VerificationFailedException if they differ
   */
  public static void requireWhole(BackupStore store, Part part) throws IOException {
    MessageDigest sha256 = Hash.sha256();
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    try (InputStream in = store.open(part.object(), 0)) {
      for (int count; (count = in.read(buffer)) > 0; bytes += count) {
        sha256.update(buffer, 0, count);
      }
    }
    if (bytes != part.bytes()) {
      throw broken(
          store, part, "it has %d bytes, and its manifest says %d".formatted(bytes, part.bytes()));
    }
    if (!Hash.hex(sha256).equals(part.sha256())) {
      throw broken(store, part, "its SHA-256 is not the one in its manifest");
    }
  }

  private static VerificationFailedException broken(BackupStore store, Part part, String how) {
    return broken(store, part, how, null);
  }

  /** The error for a part that is not what its manifest says. */
  public static VerificationFailedException broken(
      BackupStore store, Part part, String how, @Nullable Throwable cause) {
    return new VerificationFailedException(
        "reading " + part.object(),
        "%s/%s is broken: %s. Use another backup.".formatted(store.location(), part.object(), how),
        cause);
  }
}
