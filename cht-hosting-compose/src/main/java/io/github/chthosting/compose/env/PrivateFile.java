package io.github.chthosting.compose.env;

import io.github.chthosting.HostingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file of mode 600 that is replaced as a whole and is on disk when it is. */
final class PrivateFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  static final FileAttribute<Set<PosixFilePermission>> ALL_MAY_READ =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

  private PrivateFile() {}

  static void write(Path file, String text) {
    write(file, text, OWNER_ONLY);
  }

  static void write(Path file, String text, FileAttribute<Set<PosixFilePermission>> permissions) {
    try {
      Path real = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
      replace(real, text, permissions);
    } catch (IOException e) {
      throw new HostingException(
          "write " + file, file + " cannot be written: " + e + "; it is as it was", false, e);
    }
  }

  private static void replace(
      Path file, String text, FileAttribute<Set<PosixFilePermission>> permissions)
      throws IOException {
    Path folder = file.resolveSibling(".");
    Path next = Files.createTempFile(folder, ".env-", ".tmp", permissions);
    try {
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
