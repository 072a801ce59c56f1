package io.github.chthosting.examples;

import io.github.chthosting.compose.engine.DockerCli;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The choice of an engine: a context by name, or what the environment and Docker's configuration
 * say.
 */
final class DockerOption {
  @Option(
      names = "--context",
      description = "a Docker context; default: DOCKER_HOST, DOCKER_CONTEXT, or the current one")
  private Optional<String> context = Optional.empty();

  DockerCli cli() {
    DockerCli.Builder builder = DockerCli.builder().fromEnvironment(System.getenv());
    return context.map(builder::context).orElse(builder).build();
  }
}
