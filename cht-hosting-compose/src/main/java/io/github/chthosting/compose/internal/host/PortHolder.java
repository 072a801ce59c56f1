package io.github.chthosting.compose.internal.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The process that listens on a port of this host, as Linux tells it: root sees all, others their
 * own.
 */
final class PortHolder {
  private static final Path PROCESSES = Path.of("/proc");
  private static final String LISTENS = "0A";

  private PortHolder() {}

  /** Returns whether a process listens there; {@code true} where the kernel does not tell. */
  static boolean isHeld(int port) {
    try {
      return !Files.exists(PROCESSES.resolve("net/tcp")) || !sockets(port).isEmpty();
    } catch (IOException | UncheckedIOException e) {
      return true;
    }
  }

  /** Returns {@code nginx (process 812)}; empty if it is not told. */
  static String of(int port) {
    try {
      Set<String> sockets = sockets(port);
      return sockets.isEmpty() ? "" : process(sockets);
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  /**
   * The sockets that listen on a port, from the kernel's tables: address:port in hexadecimals is
   * the second word, the state the fourth, the inode the tenth.
   */
  private static Set<String> sockets(int port) throws IOException {
    Set<String> found = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = PROCESSES.resolve("net").resolve(table);
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length > 9
            && words[3].equals(LISTENS)
            && words[1].endsWith(":%04X".formatted(port))) {
          found.add("socket:[" + words[9] + "]");
        }
      }
    }
    return found;
  }

  private static String process(Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path each : all) {
        if (has(each.resolve("fd"), sockets)) {
          String name = Files.readString(each.resolve("comm")).strip();
          return name + " (process " + each.getFileName() + ")";
        }
      }
    }
    return "";
  }

  /** False of what ends meanwhile, or is another user's. */
  private static boolean has(Path files, Set<String> sockets) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(files)) {
      for (Path each : all) {
        if (sockets.contains(Files.readSymbolicLink(each).toString())) {
          return true;
        }
      }
      return false;
    } catch (IOException | UncheckedIOException | java.nio.file.DirectoryIteratorException e) {
      return false;
    }
  }
}
