package io.github.chthosting.compose.env;

import io.github.chthosting.HostingException;
import io.github.chthosting.files.DurableFile;
import io.github.chthosting.files.Permissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      DurableFile.write(file, bytes, Permissions.READABLE);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  static HostingException failed(Path file, IOException e) {
    return new HostingException(
        "write " + file, file + " cannot be written: " + e + "; it is as it was", false, e);
  }
}
