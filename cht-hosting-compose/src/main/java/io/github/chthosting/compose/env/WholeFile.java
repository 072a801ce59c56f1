package io.github.chthosting.compose.env;

import io.github.chthosting.HostingException;
import java.nio.file.Path;

/** Files that are replaced as a whole, and are on disk when they are. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a file without secrets, mode 644. Whoever reads it meanwhile sees the old or the new.
   *
   * @throws HostingException if it cannot be written; the old one is untouched then
   */
  public static void write(Path file, String text) {
    PrivateFile.write(file, text, PrivateFile.ALL_MAY_READ);
  }
}
