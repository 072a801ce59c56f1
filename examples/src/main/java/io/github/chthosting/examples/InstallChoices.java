package io.github.chthosting.examples;

import io.github.chthosting.compose.deployment.InstallOptions;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The choices of all commands that install a CHT. */
final class InstallChoices {
  @Option(names = "--small-host", description = "also where the host is smaller than asked for")
  private boolean smallHost;

  @Option(names = "--load", description = "file of docker save to load images from; repeatable")
  private List<Path> archives = List.of();

  InstallOptions with(InstallOptions how) {
    InstallOptions chosen = how;
    for (Path archive : archives) {
      chosen = chosen.loading(archive);
    }
    return smallHost ? chosen.acceptingSmallHost() : chosen;
  }
}
