package io.github.chthosting.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** Makes folders that are on disk, names included, when the call returns. */
public final class DurableFolder {
  private DurableFolder() {}

  /**
   * Makes a folder and those above it that are missing. One that is there keeps its permissions.
   *
   * @param permissions of those that are made
   * @throws FileAlreadyExistsException if something else has the name
   */
  public static void create(Path folder, Permissions permissions) throws IOException {
    Path whole = folder.toAbsolutePath();
    if (Files.isDirectory(whole)) {
      return;
    }
    Path above = DurableFile.folder(whole);
    create(above, permissions);
    try {
      Files.createDirectory(whole, permissions.forNewFolder());
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(whole)) {
        throw e;
      }
    }
    sync(above);
  }

  /** Waits until the names in a folder are on disk: what was made, moved and deleted in it. */
  public static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Waits until a file, or all files and folders of a folder, are on disk, whoever wrote them.
   * Links are not followed.
   */
  public static void syncAll(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          sync(each);
        } else if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
          DurableFile.sync(each);
        }
      }
    }
  }
}
