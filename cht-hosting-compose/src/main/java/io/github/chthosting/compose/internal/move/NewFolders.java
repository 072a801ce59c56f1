package io.github.chthosting.compose.internal.move;

import io.github.chthosting.HostingException;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Data folders for nodes that are new. What a node began to write into one, before a move was given
 * up, is set aside within it: it may be a mount point, and nothing is deleted.
 */
public record NewFolders(List<Path> folders) {
  private static final String ASIDE = "given-up-";

  /** Returns whether it is not there, or holds nothing but what was set aside. */
  public static boolean isFree(Path folder) {
    return used(folder).isEmpty();
  }

  void make() {
    for (Path folder : folders) {
      try {
        DurableFolder.create(folder, Permissions.READABLE);
      } catch (IOException e) {
        throw new HostingException("make " + folder, folder + " cannot be made: " + e, false, e);
      }
    }
  }

  void setAside() {
    for (Path folder : folders) {
      List<Path> used = used(folder);
      if (!used.isEmpty()) {
        try {
          Path aside = folder.resolve(ASIDE + System.currentTimeMillis());
          Files.createDirectory(aside);
          for (Path each : used) {
            Files.move(each, aside.resolve(String.valueOf(each.getFileName())));
          }
        } catch (IOException e) {
          throw new HostingException(
              "set aside " + folder, folder + " cannot be emptied: " + e, false, e);
        }
      }
    }
  }

  static List<Path> used(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(each -> !String.valueOf(each.getFileName()).startsWith(ASIDE)).toList();
    } catch (IOException e) {
      throw new HostingException("look at " + folder, folder + " cannot be read: " + e, false, e);
    }
  }
}
