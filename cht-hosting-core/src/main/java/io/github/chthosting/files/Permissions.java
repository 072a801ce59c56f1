package io.github.chthosting.files;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who may do what with a new file. */
public enum Permissions {
  /** Mode 600, a folder 700: the owner alone. For what holds secrets or patients' data. */
  PRIVATE("rw-------", "rwx------"),
  /** Mode 644, a folder 755: everybody reads. */
  READABLE("rw-r--r--", "rwxr-xr-x");

  private final String file;
  private final String folder;

  Permissions(String file, String folder) {
    this.file = file;
    this.folder = folder;
  }

  /** For a file that is made; the process's mask may take bits away. */
  public FileAttribute<Set<PosixFilePermission>> forNewFile() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(file));
  }

  /** For a folder that is made; the process's mask may take bits away. */
  public FileAttribute<Set<PosixFilePermission>> forNewFolder() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(folder));
  }
}
