package io.github.chthosting.compose.tls;

import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The steps that plans for certificates are made of, and the folders that they keep files in.
 *
 * @param now what folders are named after
 */
record PlannedSteps(ComposeInstance instance, Instant now) {
  private static final Cost SECONDS = new Cost(0, 0, Duration.ofSeconds(3), Risk.NONE);

  /** Where an instance has all folders of certificates. */
  static Path all(ComposeInstance instance) {
    return instance.layout().ownFolder().resolve("certificates");
  }

  /** A new folder for a certificate of some kind. */
  Path folder(String kind) {
    return all(instance).resolve(kind + "-" + now.getEpochSecond());
  }

  /** Where the one that is served now will be kept. */
  String kept() {
    return folder("before").toString();
  }

  /** Serves what a step before has put into a folder. */
  Step serve(Path folder) {
    return serve(folder, "");
  }

  Step serve(Path folder, String fingerprint) {
    return serve(
        folder.resolve(KeyedCertificate.CERTIFICATE),
        folder.resolve(KeyedCertificate.KEY),
        fingerprint);
  }

  /**
   * Serves a certificate.
   *
   * @param fingerprint SHA-256 that must be served; empty if it is not known yet
   */
  Step serve(Path certificate, Path key, String fingerprint) {
    return step(
        "serve-certificate",
        Map.of(
            "certificate", certificate.toAbsolutePath().toString(),
            "key", key.toAbsolutePath().toString(),
            "sha256", fingerprint,
            "kept", kept()));
  }

  /** Has the instance's files say where its certificate comes from, unless they do. */
  Optional<Step> mode(String wanted) {
    boolean set = instance.environment().get("CERTIFICATE_MODE").orElse("").equals(wanted);
    return set ? Optional.empty() : Optional.of(step("set-certificate-mode", Map.of("to", wanted)));
  }

  Step step(String action, Map<String, String> arguments) {
    Map<String, String> all = new TreeMap<>(instance.layout().arguments());
    all.putAll(arguments);
    return new Step(action, all, SECONDS);
  }
}
