package io.github.chthosting.compose.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** One hash over files and texts. */
final class ContentHash {
  private final MessageDigest digest;

  ContentHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  void text(String name, String text) {
    digest.update((name + "\0" + text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  /** A program of the machine: its time and length, as reading it all would take longer. */
  void stamp(Path file) {
    try {
      text(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of a file, or of all files in a folder. */
  void tree(Path root) {
    try (Stream<Path> walk = Files.walk(root)) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        text(root.relativize(file).toString(), "");
        digest.update(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** 64 hexadecimal digits; the hash begins anew. */
  String text() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
