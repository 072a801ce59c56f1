package io.github.chthosting.examples;

import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.plan.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Checks whether a CHT could be installed here, and which images it would need. Changes nothing.
 */
@Command(
    name = "compose-check",
    mixinStandardHelpOptions = true,
    description = "checks a host before a CHT is installed on it; ends with 2 if it cannot be")
final class ComposeCheck implements Callable<Integer> {
  @Mixin private final DockerOption docker = new DockerOption();

  @Mixin private final DeploymentOptions options = new DeploymentOptions();

  @Option(
      names = "--releases",
      description = "folder with the release's files, VERSION/cht-core.yml; default: not looked at")
  private Path releases = Path.of("");

  @Override
  public Integer call() {
    ComposeDeployment deployment = options.deployment();
    ComposePlatform platform = ComposePlatform.builder(docker.cli()).build();
    List<Finding> findings = platform.check(deployment);
    findings.forEach(System.out::println);
    if (!releases.toString().isEmpty()) {
      showImages(deployment);
    }
    return Finding.worst(findings) == Finding.Severity.ERROR ? 2 : 0;
  }

  private void showImages(ComposeDeployment deployment) {
    Release release =
        ReleaseSource.folder(releases).fetch(deployment.version(), deployment.topology());
    release.images(Map.of()).forEach(image -> System.out.println("image " + image));
  }
}
