package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
   * @throws VerificationFailedException if it has more or less in it than the manifest says
   */
  public static void lines(BackupStore store, Part part, Taker taker) throws IOException {
    long rows = 0;
    try (LimitedStream in =
        new LimitedStream(Codec.decompress(part.object(), open(store, part)), part.content())) {
      LineReader lines = new LineReader(new ByteWindow(in, LONGEST_LINE, Duration.ofHours(1)));
      while (lines.next()) {
        taker.take(lines.bytes(), lines.start(), lines.end());
        rows++;
      }
      if (in.count() != part.content()) {
        throw broken(
            store,
            part,
            "it has %d bytes unpacked, and its manifest says %d"
                .formatted(in.count(), part.content()));
      }
    }
    if (rows != part.rows()) {
      throw broken(
          store, part, "it has %d lines, and its manifest says %d".formatted(rows, part.rows()));
    }
  }

  /** Opens an object for a read that ends where it should, and when its thread is interrupted. */
  static InputStream open(BackupStore store, Part part) throws IOException {
    try {
      return new LimitedStream(store.open(part.object(), 0), part.bytes());
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      String reason = e.getReason();
      throw broken(store, part, reason == null ? "it is missing" : reason, e);
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
    try (InputStream in = open(store, part)) {
      for (int count; (count = in.read(buffer)) > 0; bytes += count) {
        sha256.update(buffer, 0, count);
      }
    } catch (LimitedStream.TooLongException e) {
      throw broken(store, part, String.valueOf(e.getMessage()), e);
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
