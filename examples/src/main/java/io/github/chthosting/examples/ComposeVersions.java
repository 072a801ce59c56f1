package io.github.chthosting.examples;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.release.ReleaseSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the versions of the CHT that can be installed. */
@Command(
    name = "compose-versions",
    mixinStandardHelpOptions = true,
    description = "lists the versions that can be installed, the oldest first")
final class ComposeVersions implements Runnable {
  @Option(
      names = "--releases",
      description = "folder with release files; default: the CHT's builds server")
  private Optional<Path> releases = Optional.empty();

  @Option(names = "--builds-server", description = "another one than the CHT's, such as a mirror")
  private URI server = ReleaseSource.BUILDS_SERVER;

  @Option(names = "--all", description = "pre-releases and builds of branches too")
  private boolean all;

  @Override
  public void run() {
    List<ChtVersion> versions =
        releases
            .map(ReleaseSource::folder)
            .orElseGet(() -> ReleaseSource.buildsServer(server))
            .versions();
    versions.stream()
        .filter(version -> all || version.kind() == ChtVersion.Kind.RELEASE)
        .forEach(System.out::println);
  }
}
