package io.github.chthosting.compose.internal.files;

import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders with all that is below them. */
final class Trees {
  private Trees() {}

  /** Deletes it, if it is there; links are deleted, what they point to is not. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Moves it there within one disk, where it is durable then, unless that was done before. */
  static void move(Path from, Path to) throws IOException {
    if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
      DurableFolder.create(to.resolveSibling("."), Permissions.READABLE);
      if (Files.isDirectory(from) && Files.isDirectory(to)) {
        try (Stream<Path> children = Files.list(from)) {
          for (Path each : children.toList()) {
            move(each, to.resolve(from.relativize(each)));
          }
        }
        Files.delete(from);
      } else {
        DurableFolder.syncAll(from);
        Files.move(from, to);
        DurableFolder.sync(to.resolveSibling("."));
      }
    }
  }
}
