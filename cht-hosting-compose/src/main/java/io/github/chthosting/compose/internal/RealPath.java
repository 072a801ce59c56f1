package io.github.chthosting.compose.internal;

import java.io.IOException;
import java.nio.file.Path;

/** Paths as the file system has them, so that two ways to one folder are seen to be one. */
public final class RealPath {
  private RealPath() {}

  /** Symbolic links followed, as far down as there is something. */
  public static Path of(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      Path parent = absolute.getParent();
      Path name = absolute.getFileName();
      return parent == null || name == null ? absolute : of(parent).resolve(name);
    }
  }
}
