package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import io.github.chthosting.platform.Topology;
import java.util.List;

/**
 * Puts the files of a version beside those in use.
 *
 * @param layout of the installation
 * @param name that it is kept under
 * @param version of the CHT
 * @param topology of the release
 * @param files as they were when this was planned
 */
@StepName("fetch-version")
public record FetchVersion(
    Layout layout, String name, String version, Topology topology, List<FileHash> files)
    implements Step {
  public FetchVersion {
    files = List.copyOf(files);
  }

  @Override
  public String describe() {
    return "fetch %d files of CHT %s, beside those in use".formatted(files.size(), version);
  }
}
