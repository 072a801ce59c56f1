package io.github.chthosting.examples;

import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.install.InstallOptions;
import io.github.chthosting.platform.Deployment;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Installs a CHT, or brings one to what is asked for. */
@Command(
    name = "compose-install",
    mixinStandardHelpOptions = true,
    description = "installs a CHT on a Docker engine; run it again to resume")
final class ComposeInstall implements Runnable {
  @Mixin private final DeploymentOptions wanted = new DeploymentOptions();
  @Mixin private final PlatformOptions options = new PlatformOptions();

  @Option(names = "--direct", description = "without the upgrade service")
  private boolean direct;

  @Option(names = "--small-host", description = "also where the host is smaller than asked for")
  private boolean smallHost;

  @Option(names = "--load", description = "file of docker save to load images from; repeatable")
  private List<Path> archives = List.of();

  @Override
  public void run() {
    Deployment deployment = wanted.deployment();
    InstallOptions how = direct ? InstallOptions.direct() : InstallOptions.standard();
    for (Path archive : archives) {
      how = how.loading(archive);
    }
    InstallOptions chosen = smallHost ? how.acceptingSmallHost() : how;
    ComposePlatform platform = options.platform();
    options.run(deployment.folder(), () -> platform.planInstall(deployment, chosen));
  }
}
