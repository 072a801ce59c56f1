package io.github.chthosting.compose.internal.install;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;

/**
 * Writes a file of the CHT's release.
 *
 * @param path where it goes
 * @param name in the release
 * @param version of the CHT; empty for the file of the upgrade service
 * @param topology of the release
 * @param sha256 of the file as it was when this was planned
 */
@StepName("write-release-file")
public record WriteReleaseFile(
    Path path, String name, String version, Topology topology, String sha256) implements Step {
  @Override
  public String describe() {
    String origin = version.isEmpty() ? "the upgrade service" : "CHT " + version;
    return "write %s: %s of %s".formatted(path, name, origin);
  }
}
