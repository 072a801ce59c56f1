package io.github.chthosting.examples;

import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
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
  @Mixin private final InstallChoices choices = new InstallChoices();

  @Option(names = "--direct", description = "without the upgrade service")
  private boolean direct;

  @Override
  public void run() {
    ComposeDeployment deployment = wanted.deployment();
    InstallOptions chosen =
        choices.with(direct ? InstallOptions.direct() : InstallOptions.standard());
    ComposePlatform platform = options.platform();
    options.run(deployment.folder(), () -> platform.planInstall(deployment, chosen));
  }
}
