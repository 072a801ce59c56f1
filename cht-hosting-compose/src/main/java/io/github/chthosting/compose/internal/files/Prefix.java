package io.github.chthosting.compose.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The beginning of a file: CouchDB appends to its files, so that of a copy made later it is the
 * same.
 *
 * @param size bytes
 * @param sha256 of them
 */
record Prefix(long size, String sha256) {

  /** The beginning of a file as it is now. */
  static Prefix of(Path file) throws IOException {
    return of(file, Files.size(file));
  }

  private static Prefix of(Path file, long size) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 16];
    long left = size;
    try (InputStream in = Files.newInputStream(file)) {
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          break;
        }
        digest.update(buffer, 0, read);
        left -= read;
      }
    }
    return new Prefix(size - left, HexFormat.of().formatHex(digest.digest()));
  }

  /** Returns whether that file begins so. */
  boolean isOf(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && of(file, size).equals(this);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The beginnings of all regular files below these paths. */
  static Map<Path, Seen> all(List<Path> paths) throws IOException {
    Map<Path, Seen> all = new TreeMap<>();
    for (Path path : paths) {
      try (Stream<Path> below = Files.walk(path)) {
        for (Path file : below.filter(Files::isRegularFile).toList()) {
          if (!file.toString().contains(".compact")) {
            see(file, all);
          }
        }
      }
    }
    return all;
  }

  private static void see(Path file, Map<Path, Seen> all) throws IOException {
    try {
      Object inode = Files.getAttribute(file, "unix:ino");
      all.put(file, new Seen(of(file), inode.toString()));
    } catch (NoSuchFileException e) {
      // Deleted since it was listed.
    }
  }

  /**
   * A file before it was copied.
   *
   * @param prefix what it held
   * @param inode by which one that was replaced meanwhile, as compaction does, is told
   */
  record Seen(Prefix prefix, String inode) {
    boolean isStill(Path file) throws IOException {
      try {
        return Files.getAttribute(file, "unix:ino").toString().equals(inode);
      } catch (NoSuchFileException e) {
        return false;
      }
    }
  }
}
