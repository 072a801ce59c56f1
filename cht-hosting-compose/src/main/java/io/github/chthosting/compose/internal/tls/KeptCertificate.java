package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The certificate from before: copied to this host first, and put back if need be. */
final class KeptCertificate {
  private KeptCertificate() {}

  /**
   * Keeps the certificate that is there, only once: what a second run finds may be half of the new
   * one.
   */
  static void keep(Path folder, Marks marks, Nginx nginx) throws IOException {
    if (marks.all().containsKey("kept")) {
      return;
    }
    DurableFolder.create(folder, Permissions.READABLE);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    try {
      nginx.copyOut(folder);
      DurableFolder.syncAll(folder);
      marks.put("kept", folder.toString());
    } catch (DockerException e) {
      // A volume that never had one: there is nothing to go back to.
      if (nginx.isRunning()) {
        throw e;
      }
      marks.put("kept", "");
    }
  }

  static String putBack(Marks marks, Nginx nginx) throws InterruptedException {
    String kept = marks.all().getOrDefault("kept", "");
    if (kept.isEmpty()) {
      return "There is no certificate from before to go back to.";
    }
    try {
      Path folder = Path.of(kept);
      nginx.put(folder);
      nginx.reload();
      String before = KeyedCertificate.in(folder).fingerprint();
      Nginx.Served served = nginx.await(before, CertificateSteps.SERVED);
      return served.isWanted()
          ? "The certificate from before is served again."
          : "The one from before was put back, and nginx serves " + served.words() + ".";
    } catch (HostingException e) {
      return "The one from before, in " + kept + ", could not be put back: " + e.getMessage();
    }
  }
}
