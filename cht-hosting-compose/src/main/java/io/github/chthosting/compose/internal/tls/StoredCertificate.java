package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.platform.certificate.InvalidCertificateException;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The certificate in nginx's volume. */
public final class StoredCertificate {
  private StoredCertificate() {}

  /** Returns what lies in the volume; empty if it is none that could be served. */
  public static Optional<KeyedCertificate> of(Instance instance, Nginx nginx) {
    try {
      Path folder = folder(instance);
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

  /**
   * A temporary folder for its owner alone, within the installation, or in the system's temporary
   * folder where the installation's files are on another host.
   */
  private static Path folder(Instance instance) throws IOException {
    if (!HostFacts.isLocal(instance.docker())) {
      return Files.createTempDirectory("look-");
    }
    Path own = Files.createDirectories(instance.layout().ownFolder());
    return Files.createTempDirectory(own, "look-");
  }

  /** Folders with those from before, the oldest first. */
  public static List<Path> kept(Path all) {
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
