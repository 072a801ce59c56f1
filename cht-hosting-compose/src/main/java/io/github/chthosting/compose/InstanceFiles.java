package io.github.chthosting.compose;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.release.ReleaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the compose files of an installation. */
final class InstanceFiles {
  private InstanceFiles() {}

  static List<ReleaseFile> read(Layout layout) {
    return layout.files().stream().filter(Files::exists).map(InstanceFiles::read).toList();
  }

  private static ReleaseFile read(Path file) {
    try {
      return new ReleaseFile(String.valueOf(file.getFileName()), Files.readString(file));
    } catch (IOException e) {
      throw new HostingException("read " + file, file + " cannot be read: " + e, false, e);
    }
  }
}
