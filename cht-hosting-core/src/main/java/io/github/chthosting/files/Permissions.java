package io.github.chthosting.files;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The rights on a new file or folder. */
public enum Permissions {
  /**
   * The owner alone may read and write: mode 600, a folder 700. For what holds secrets or patients'
   * data.
   */
  PRIVATE("rw-------", "rwx------"),
  /** The owner may write, everybody may read: mode 644, a folder 755. */
  READABLE("rw-r--r--", "rwxr-xr-x");

  private final String file;
  private final String folder;

  Permissions(String file, String folder) {
    this.file = file;
    this.folder = folder;
  }

  /** Returns the attribute for a file that is made; the process's mask may take bits away. */
  public FileAttribute<Set<PosixFilePermission>> forNewFile() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(file));
  }

  /** Returns the attribute for a folder that is made; the process's mask may take bits away. */
  public FileAttribute<Set<PosixFilePermission>> forNewFolder() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(folder));
  }
}
