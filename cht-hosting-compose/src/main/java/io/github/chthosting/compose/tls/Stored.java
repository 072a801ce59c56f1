package io.github.chthosting.compose.tls;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.internal.tls.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What lies in nginx's volume. */
final class Stored {
  private Stored() {}

  /** What lies in the volume; empty if it is none that could be served. */
  static Optional<KeyedCertificate> of(ComposeInstance instance, Nginx nginx) {
    try {
      Path own = Files.createDirectories(instance.layout().ownFolder());
      Path folder = Files.createTempDirectory(own, "look-");
      try {
        nginx.copyOut(folder);
        return Optional.of(KeyedCertificate.in(folder));
      } finally {
        Files.deleteIfExists(folder.resolve(KeyedCertificate.KEY));
        Files.deleteIfExists(folder.resolve(KeyedCertificate.CERTIFICATE));
        Files.deleteIfExists(folder);
      }
    } catch (InvalidCertificateException | IOException e) {
      return Optional.empty();
    }
  }

  /** Folders with those from before, the oldest first. */
  static List<Path> kept(Path all) {
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (var folders = Files.list(all)) {
      return folders
          .filter(each -> String.valueOf(each.getFileName()).startsWith("before-"))
          .filter(each -> Files.exists(each.resolve(KeyedCertificate.KEY)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new HostingException("list " + all, all + " cannot be read: " + e, false, e);
    }
  }
}
