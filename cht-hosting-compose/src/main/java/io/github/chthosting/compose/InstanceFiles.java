package io.github.chthosting.compose;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.release.ReleaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the compose files of an installation. */
final class InstanceFiles {
  private InstanceFiles() {}

  static List<ReleaseFile> read(Layout layout) {
    return layout.files().stream().flatMap(file -> read(file).stream()).toList();
  }

  private static Optional<ReleaseFile> read(Path file) {
    try {
      String name = String.valueOf(file.getFileName());
      return Optional.of(new ReleaseFile(name, Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new HostingException("read " + file, file + " cannot be read: " + e, false, e);
    }
  }
}
