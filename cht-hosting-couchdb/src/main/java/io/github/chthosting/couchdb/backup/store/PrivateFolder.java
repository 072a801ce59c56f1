package io.github.chthosting.couchdb.backup.store;

import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.plan.Finding;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes files and folders of a backup: it holds patients' data and hashes of passwords, so that
 * they are its owner's alone, where the system knows permissions.
 */
record PrivateFolder(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateFolder.class);
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final Set<PosixFilePermission> READERS =
      PosixFilePermissions.fromString("---r--r--");

  /** Makes one within, and those between; the folder itself too, if its parent is there. */
  void make(Path wanted) throws IOException {
    if (Files.isDirectory(wanted)) {
      return;
    }
    Path above = above(wanted);
    if (!wanted.equals(folder)) {
      make(above);
    }
    try {
      Files.createDirectory(wanted, attributes(Permissions.PRIVATE.forNewFolder()));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(wanted)) {
        throw e;
      }
    }
    force(above);
  }

  /** Makes an empty file that must not be there. */
  void makeFile(Path file) throws IOException {
    Files.createFile(file, attributes(Permissions.PRIVATE.forNewFile()));
  }

  private FileAttribute<?>[] attributes(FileAttribute<?> permissions) {
    return knowsPermissions() ? new FileAttribute<?>[] {permissions} : new FileAttribute<?>[0];
  }

  private boolean knowsPermissions() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static Path above(Path path) {
    Path above = path.getParent();
    return above == null ? path : above;
  }

  /** A name must be as durable as the content. Not every system can: then it is as it is. */
  static void force(Path names) {
    try {
      DurableFolder.sync(names);
    } catch (IOException e) {
      LOG.debug("the folder {} cannot be forced to disk", names, e);
    }
  }

  /** Returns what others than the owner can read, if there is any of these files. */
  Optional<Finding> open(List<String> files) throws IOException {
    if (!knowsPermissions() || !Files.isDirectory(folder) || !is(folder, OTHERS)) {
      return Optional.empty();
    }
    int open = 0;
    for (String name : files) {
      Path file = folder.resolve(name);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && is(file, READERS)) {
        open++;
      }
    }
    return open == 0 ? Optional.empty() : Optional.of(open(open, files.size()));
  }

  private Finding open(int open, int all) {
    return Finding.warning(
        BackupProblem.FOLDER_OPEN,
        "backup folder",
        "%d of %d files in %s can be read by others, and hold patients' data and hashes of passwords"
            .formatted(open, all, folder),
        "chmod -R go= " + folder);
  }

  private static boolean is(Path path, Set<PosixFilePermission> any) throws IOException {
    return Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).stream()
        .anyMatch(any::contains);
  }
}
